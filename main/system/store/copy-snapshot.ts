import { parseItemizedChange } from '../../domain/itemized-change.js';
import { OUT_FORMAT, PRESERVE_OPTIONS } from '../../domain/rsync-arguments.js';
import { isDiskFull, parseRsyncMessage } from '../../domain/rsync-message.js';
import type { FreeSpace } from '../../engine/ports.js';
import { BackupError } from '../../shared/backup-error.js';
import type { Machine } from '../tools.js';

/** strerror(3) under LC_ALL=C; cp(1) gives no code. */
const TOO_MANY_LINKS = 'Too many links';
const DISK_FULL = ['No space left on device', 'Disk quota exceeded'];

/**
 * Copies a tree, its files as hard links or (on btrfs, from a subvolume) as reflinks. What it leaves when it fails is
 * the caller's to remove.
 *
 * @returns names that had to be copied, because the file system allows no more links to their inode (65,000 on ext4).
 */
export async function copyTree(
  from: string,
  to: string,
  how: '--link' | '--reflink=auto',
  machine: Machine,
  freeSpace: () => Promise<FreeSpace>,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const args = ['--archive', how, '--no-target-directory', '--', from, to];
  const { exitCode, complaint } = await machine.runHeavy('cp', args, { signal });
  if (exitCode === 0) return [];
  const complaints = complaint.trimEnd().split('\n');
  if (complaints.every((line) => line.endsWith(`: ${TOO_MANY_LINKS}`))) {
    return copyMissing(from, to, machine, signal);
  }
  const full = complaints.some((line) => DISK_FULL.some((text) => line.endsWith(`: ${text}`)));
  const missing = full ? await missingBytes(from, to, machine) : 0;
  const { inodes } = await freeSpace();
  throw full ? snapshotDiskFull(missing, inodes === 0, complaint) : copyFailed(complaint);
}

async function copyMissing(
  from: string,
  to: string,
  machine: Machine,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const args = [...PRESERVE_OPTIONS, '--ignore-existing', OUT_FORMAT, '--', `${from}/`, `${to}/`];
  const { exitCode, output, complaint } = await machine.runHeavy('rsync', args, { signal });
  if (exitCode !== 0) {
    const full = complaint.split('\n').map(parseRsyncMessage).some(isDiskFull);
    throw full
      ? snapshotDiskFull(await missingBytes(from, to, machine), false, complaint)
      : copyFailed(complaint);
  }
  return output
    .toString('latin1')
    .split('\n')
    .map(parseItemizedChange)
    .filter((change) => change?.action === 'created')
    .map((change) => change?.name ?? '');
}

/** Directories are all that a snapshot of hard links takes room for. */
async function missingBytes(from: string, to: string, machine: Machine): Promise<number> {
  return Math.max(
    (await directoryBytes(from, machine)) - (await directoryBytes(to, machine)),
    4096,
  );
}

async function directoryBytes(path: string, machine: Machine): Promise<number> {
  const { output } = await machine.run('find', [path, '-type', 'd', '-printf', '%b\n']);
  const blocks = output.toString('latin1').trimEnd().split('\n').map(Number);
  return blocks.reduce((sum, count) => sum + count, 0) * 512;
}

function snapshotDiskFull(missing: number, outOfInodes: boolean, detail: string): BackupError {
  const what = outOfInodes
    ? 'no inodes are left'
    : `about ${String(Math.ceil(missing / 1024))} KiB are missing`;
  return new BackupError({
    code: 'disk-full',
    title: `There is no room for the snapshot: ${what}.`,
    advice:
      'Remove snapshots with --rotate and a smaller scheme (that needs no room), and start again.',
    detail,
  });
}

function copyFailed(detail: string): BackupError {
  return new BackupError({
    code: 'snapshot-failed',
    title: 'The snapshot could not be made; what cp said is in the details.',
    advice: 'If it speaks of input/output errors, check the disk with fsck.',
    detail,
  });
}
