import { openBelow, type OpenedDirectory } from '../opened-directory.js';
import { runCommand } from '../run-command.js';
import type { RestoreGroup } from './restore-plan.js';

/**
 * Does `work` in a directory that then has the time of change that it had before: to bring a file back is no change of the
 * person's. Nothing is set where that is not ours to set.
 */
export async function keepTimes<T>(directory: OpenedDirectory, work: () => Promise<T>): Promise<T> {
  const { mtimeNs } = await directory.handle.stat({ bigint: true });
  try {
    return await work();
  } finally {
    const { mtimeNs: after } = await directory.handle.stat({ bigint: true });
    if (after !== mtimeNs) await setTime(directory, mtimeNs);
  }
}

/** Opens the directories of all groups, which have their times back in the end. */
export async function keepTimesOfAll<T>(
  target: OpenedDirectory,
  [group, ...rest]: readonly Pick<RestoreGroup, 'directory'>[],
  work: (directories: readonly OpenedDirectory[]) => Promise<T>,
): Promise<T> {
  if (group === undefined) return work([]);
  const directory = await openBelow(target, group.directory);
  try {
    return await keepTimes(directory, () =>
      keepTimesOfAll(target, rest, (others) => work([directory, ...others])),
    );
  } finally {
    await directory.close();
  }
}

/** touch(1): Node.js would round to some hundred nanoseconds. Somebody else’s directory keeps its new time. */
async function setTime({ handle }: OpenedDirectory, nanoseconds: bigint): Promise<void> {
  const seconds = nanoseconds / BILLION;
  const fraction = String(nanoseconds % BILLION).padStart(9, '0');
  const date = `--date=@${String(seconds)}.${fraction}`;
  await runCommand('touch', ['--no-create', '--time=modify', date, '--', '/proc/self/fd/3'], {
    descriptors: [handle.fd],
  });
}

const BILLION = 1_000_000_000n;
