import { FailedToMountError } from '../shared/backup-error.js';
import type { RunContext } from './run-context.js';

/**
 * Does `work` while the disk of the description can be written to, in this mount namespace.
 *
 * While somebody looks at its snapshots the disk is shown read-only (see keep-disk-open.ts), which is no reason to make no
 * backup. Of two who write at a time, the kernel lets the last make it read-only again.
 *
 * @throws BackupError `mounted-read-only`
 */
export async function withWritableView<T>(
  { description: { mountPoint }, ports: { fileSystems } }: RunContext,
  work: () => Promise<T>,
): Promise<T> {
  const mounted = mountPoint === null ? null : await fileSystems.mounted(mountPoint);
  if (mountPoint === null || mounted?.isShownReadOnly !== true || mounted.isReadOnly) return work();
  if (!(await fileSystems.showReadOnly(mountPoint, false))) throw notWritable(mountPoint);
  try {
    return await work();
  } finally {
    await fileSystems.showReadOnly(mountPoint, true);
  }
}

function notWritable(mountPoint: string): FailedToMountError {
  return new FailedToMountError({
    code: 'mounted-read-only',
    title: `“${mountPoint}” is mounted read-only, and that cannot be changed.`,
    advice: `Unmount it with “sudo umount ${mountPoint}”, and start again.`,
  });
}
