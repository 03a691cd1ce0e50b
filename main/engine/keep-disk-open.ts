import { BackupError } from '../shared/backup-error.js';
import { findDisk, type BackupDisk } from './find-disk.js';
import { openDisk, type OpenDisk } from './open-disk.js';
import type { RunContext } from './run-context.js';
import { learnWhetherSafe } from './safe-to-unplug.js';

/** What is done between opening a disk and putting it away. */
export interface DiskLook {
  /** Called with the disk open. Where it throws, what was opened is put away. */
  readonly check: () => Promise<void>;
  /** From now on the disk can be looked at. */
  readonly onOpen: () => void;
}

/**
 * Unlocks the disk that the description names and mounts it read-only, keeps it so until `context` is asked to stop, and puts
 * it away then. What was open before stays as it was, and what another of our processes uses is left to the last of them.
 *
 * Where somebody uses it and it cannot be put away, that is warned of once, and tried again until it is done: a disk that
 * was opened to be looked at does not stay unlocked because whoever looked has gone.
 *
 * @throws BackupError, after what was opened before it failed has been put away; MissingBackupDiskError when it is not
 *   connected; `disk-gone` when it was unplugged meanwhile.
 */
export async function keepDiskOpen(context: RunContext, look: DiskLook): Promise<void> {
  const disk = await findDisk(context);
  if (disk === null) {
    look.onOpen();
    return;
  }
  const open = await openDisk(context, disk, 'look');
  const unplugged = new AbortController();
  const endWatch = watch(context, disk, unplugged);
  try {
    await look.check();
    look.onOpen();
    await aborted(AbortSignal.any([context.signal, unplugged.signal]));
  } finally {
    endWatch();
    await putAway(context, open);
    await learnWhetherSafe(context, disk);
  }
  if (unplugged.signal.aborted) throw diskGone(disk);
}

function watch({ ports }: RunContext, disk: BackupDisk, unplugged: AbortController): () => void {
  if (disk.physical.length === 0) return () => undefined;
  return ports.devices.watch(disk.physical, () => unplugged.abort());
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** Milliseconds between two attempts, each of which is patient for half a minute itself. */
const AGAIN = 60_000;

async function putAway(context: RunContext, open: OpenDisk): Promise<void> {
  let [problem] = await open.close();
  // What is still mounted cannot be locked either: the first says why.
  if (problem !== undefined) context.warn('left-open', `${problem.message} ${problem.advice}`);
  while (problem !== undefined) {
    await context.ports.clock.sleep(AGAIN);
    [problem] = await open.close();
  }
}

function diskGone({ name }: BackupDisk): BackupError {
  return new BackupError({
    code: 'disk-gone',
    title: `The disk “${name}” was unplugged, or lost its connection, while its snapshots were looked at.`,
    advice: 'Connect it again, then open it.',
  });
}
