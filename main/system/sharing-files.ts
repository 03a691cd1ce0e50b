import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { SharingPlace } from '../engine/ports-disks.js';
import { BackupError } from '../shared/backup-error.js';
import { orWhenMissing } from './error-code.js';
import { runCommand } from './run-command.js';

/** flock(1), --conflict-exit-code. */
const CONFLICT = 75;

/** The files by which processes know of each other's use of one thing. */
export interface SharingFiles {
  readonly door: string;
  readonly users: string;
  readonly note: string;
}

export async function sharingFiles(
  directory: string,
  name: string,
  place: SharingPlace,
): Promise<SharingFiles> {
  // Names of disks may be longer than those of files, and mount points have slashes.
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 16);
  const readable = name.replace(/[^A-Za-z0-9]+/g, '-').slice(0, 32);
  const base = join(directory, `${await placeName(place)}-${readable}-${digest}`);
  return { door: `${base}.door`, users: `${base}.users`, note: `${base}.json` };
}

/** namespaces(7): processes with the same inode here see the same mounts. */
async function placeName(place: SharingPlace): Promise<string> {
  if (place === 'machine') return 'device';
  return `mount-${String((await stat('/proc/self/ns/mnt')).ino)}`;
}

export async function throughDoor<T>(
  { door }: SharingFiles,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  const file = await openDoor(door, signal);
  try {
    return await work();
  } finally {
    await file.close();
  }
}

/** Whoever left last has taken the door away: a lock on what is not there any more keeps nobody out. */
async function openDoor(door: string, signal: AbortSignal | undefined): Promise<FileHandle> {
  for (;;) {
    const file = await openLock(door);
    try {
      await lock(file, ['--exclusive'], signal);
      const there = await orWhenMissing(() => stat(door), null);
      if (there?.ino === (await file.stat()).ino) return file;
    } catch (error) {
      await file.close();
      throw error;
    }
    await file.close();
  }
}

/** Each mount namespace has files of its own, which nobody would remove. Behind the door only, and by its only user. */
export async function sweep(files: SharingFiles): Promise<void> {
  await rm(files.users, { force: true });
  await rm(files.door, { force: true });
}

export async function openLock(path: string): Promise<FileHandle> {
  const { O_RDWR, O_CREAT, O_NOFOLLOW } = constants;
  return open(path, O_RDWR | O_CREAT | O_NOFOLLOW, 0o600);
}

/** False: others have it, and --nonblock was given. The lock is the open file's, which flock(1) inherits. */
export async function lock(
  { fd }: FileHandle,
  how: readonly string[],
  signal?: AbortSignal,
): Promise<boolean> {
  const args = [...how, '--conflict-exit-code', String(CONFLICT), '3'];
  const { exitCode, complaint } = await runCommand('flock', args, { descriptors: [fd], signal });
  if (exitCode === 0 || exitCode === CONFLICT) return exitCode === 0;
  throw new BackupError({
    code: 'lock-failed',
    title: 'The processes that use the disk could not be told apart: flock failed.',
    advice: 'The details have its answer.',
    detail: complaint,
  });
}
