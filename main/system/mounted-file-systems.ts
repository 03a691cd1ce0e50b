import { readdir, readFile, realpath } from 'node:fs/promises';
import { escapeName } from '../shared/display-name.js';
import { parseFstab, type FstabEntry } from '../domain/fstab.js';
import { mountFailure } from '../domain/mount-failure.js';
import { isInside } from '../domain/path-containment.js';
import type { Closing, FileSystems } from '../engine/ports-disks.js';
import { FailedToMountError } from '../shared/backup-error.js';
import { orWhenMissing, orWhenUnreadable } from './error-code.js';
import { clearMounts } from './clear-mounts.js';
import { fileHolders } from './file-holders.js';
import { holdMount } from './mount-hold.js';
import { isMeantFileSystem, mountedAt, mountsOfDevice } from './mount-table.js';
import { lastLine, runCommand } from './run-command.js';

const FSTAB = '/etc/fstab';

/** mount(8), umount(8), mountinfo of proc(5), and fstab(5). */
export const mountedFileSystems: FileSystems = {
  entry: async (mountPoint) => {
    const entries = await readFstab();
    const real = await orWhenUnreadable(() => realpath(mountPoint), mountPoint);
    const places = [mountPoint, real].map(withoutSlash);
    return entries.find((entry) => places.includes(withoutSlash(entry.mountPoint))) ?? null;
  },
  mounted: mountedAt,
  mountsOf: mountsOfDevice,
  isMeant: isMeantFileSystem,
  contents,
  mount,
  showReadOnly,
  unmount,
  detach: async (mountPoint) => {
    const { exitCode, complaint } = await runCommand('umount', ['--lazy', '--', mountPoint]);
    if (exitCode !== 0 && (await mountedAt(mountPoint)) !== null) {
      throw failedToUnmount(mountPoint, complaint);
    }
  },
  clear: clearMounts,
  holders: fileHolders,
  hold: holdMount,
  missingMount: async (path) => {
    const around = (await readFstab())
      .map((entry) => entry.mountPoint)
      .filter((mountPoint) => mountPoint.startsWith('/') && mountPoint !== '/')
      .filter((mountPoint) => isInside(path, mountPoint));
    for (const mountPoint of around) {
      if ((await mountedAt(mountPoint)) === null) return mountPoint;
    }
    return null;
  },
};

async function readFstab(): Promise<readonly FstabEntry[]> {
  return parseFstab(await orWhenMissing(() => readFile(FSTAB, 'utf8'), ''));
}

function withoutSlash(path: string): string {
  return path.replace(/(?<=.)\/+$/, '');
}

/** A few are enough to say what lies there. */
const LISTED = 20;

async function contents(mountPoint: string): Promise<readonly string[] | null> {
  const names = await orWhenMissing(() => readdir(mountPoint, { encoding: 'buffer' }), null);
  return names?.slice(0, LISTED).map(escapeName) ?? null;
}

/** A disk that anybody can have plugged in brings no program that makes its caller root, as with udisks. */
const SAFE_OPTIONS = 'nosuid,nodev';

async function mount(mountPoint: string, signal: AbortSignal): Promise<void> {
  const args = ['-o', SAFE_OPTIONS, '--', mountPoint];
  const { exitCode, complaint } = await runCommand('mount', args, { signal });
  if (exitCode === 0) return;
  const device = (await mountedFileSystems.entry(mountPoint))?.source ?? mountPoint;
  throw new FailedToMountError(mountFailure(mountPoint, device, complaint));
}

async function showReadOnly(mountPoint: string, readOnly: boolean): Promise<boolean> {
  // What is mounted keeps its other options; those of fstab(5) are for the file system, and have been used.
  const options = ['--options-source', 'mtab', '-o', `remount,bind,${readOnly ? 'ro' : 'rw'}`];
  const { exitCode } = await runCommand('mount', [...options, '--', mountPoint]);
  return exitCode === 0 && (await mountedAt(mountPoint))?.isShownReadOnly === readOnly;
}

/** umount(8), EXIT STATUS: the kernel refused, which is nearly always that it is busy. */
const REFUSED = 32;

async function unmount(mountPoint: string): Promise<Closing> {
  const { exitCode, complaint } = await runCommand('umount', ['--', mountPoint]);
  if (exitCode === 0 || (await mountedAt(mountPoint)) === null) return 'closed';
  if (exitCode === REFUSED) return 'busy';
  throw failedToUnmount(mountPoint, complaint);
}

function failedToUnmount(mountPoint: string, complaint: string): FailedToMountError {
  return new FailedToMountError({
    code: 'failed-to-unmount',
    title: `“${mountPoint}” could not be unmounted: ${lastLine(complaint)}`,
    advice: `Try “sudo umount ${mountPoint}” in a terminal.`,
    detail: complaint,
  });
}
