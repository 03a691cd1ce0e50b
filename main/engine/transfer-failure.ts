import type { TransferPlan } from '../domain/rsync-arguments.js';
import {
  isConnectionBroken,
  RSYNC_PARTIAL,
  RSYNC_VANISHED,
  rsyncExitMeaning,
} from '../domain/rsync-exit.js';
import { isDestinationBroken, isDiskFull } from '../domain/rsync-message.js';
import { sessionsRefused } from '../domain/ssh-failure.js';
import { TRANSFERRED_SIZE } from '../domain/rsync-statistics.js';
import { BackupError } from '../shared/backup-error.js';
import { saySize } from '../shared/say-size.js';
import type { Store, TransferResult } from './ports.js';
import type { RunContext } from './run-context.js';

/** rsync(1), EXIT VALUES. */
const ACCEPTED = new Set([0, RSYNC_PARTIAL, RSYNC_VANISHED]);

/** null: the transfer can be believed. */
export async function transferFailure(
  context: RunContext,
  store: Store,
  plan: TransferPlan,
  { exitCode, messages }: TransferResult,
): Promise<BackupError | null> {
  const detail = messages.map(({ text }) => text).join('\n');
  if (messages.some(isDiskFull)) return diskFull(await missingBytes(context, store, plan), detail);
  if (messages.some(isDestinationBroken)) return destinationBroken(store, detail);
  if (ACCEPTED.has(exitCode)) return null;
  if (store.host !== null && isConnectionBroken(exitCode)) {
    const refused = sessionsRefused(detail, store.host);
    return refused === null ? connectionBroken(store.host, detail) : BackupError.from(refused);
  }
  return new BackupError({
    code: 'rsync-failed',
    title: `The backup failed: ${rsyncExitMeaning(exitCode)} (rsync's exit value ${String(exitCode)}).`,
    advice: 'No snapshot was taken; older ones are untouched. The details have what rsync said.',
    detail,
  });
}

export function connectionBroken(host: string, detail: string): BackupError {
  return new BackupError({
    code: 'connection-lost',
    title: `The connection to “${host}” broke while files were copied.`,
    advice:
      'Start the backup again: it continues where this one stopped. No snapshot was taken; older ones are untouched.',
    detail,
  });
}

/** What a rehearsal says is still to be copied, less what is free. */
async function missingBytes(
  context: RunContext,
  store: Store,
  plan: TransferPlan,
): Promise<number> {
  const rehearsal = await context.ports.transfer.rehearse(
    plan,
    { onChange: () => undefined },
    context.signal,
  );
  const { bytes } = await store.freeSpace();
  return Math.max((rehearsal.statistics[TRANSFERRED_SIZE] ?? 0) - bytes, 0);
}

function diskFull(missing: number, detail: string): BackupError {
  const amount =
    missing > 0 ? `about ${saySize(missing)} are missing` : 'it filled up with the last files';
  return new BackupError({
    code: 'disk-full',
    title: `The disk became full while rsync copied files: ${amount}.`,
    advice:
      'Remove snapshots with --rotate and a smaller scheme (that needs no room), leave something out with --exclude, or use a larger disk.',
    detail,
  });
}

function destinationBroken(store: Store, detail: string): BackupError {
  return new BackupError({
    code: 'destination-gone',
    title: `“${store.parent}” can no longer be written to.`,
    advice:
      'If the disk was unplugged, connect it again; otherwise check it with fsck. Old snapshots are untouched.',
    detail,
  });
}
