import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import type { StoreLock } from '../../engine/ports.js';
import { BackupError } from '../../shared/backup-error.js';
import type { Tools } from '../tools.js';

/** flock(1), --conflict-exit-code. */
export const LOCK_CONFLICT = 75;

export interface LockHolder {
  readonly pid: number;
  /** ISO 8601, UTC. */
  readonly since: string;
}

/**
 * Takes the destination's lock: flock(2) on an open file that this process shares with flock(1) and with every program it
 * starts. The kernel drops it when the last of them is gone, so none is ever left for a person to delete. What the
 * file says only tells others who holds it.
 */
export async function lockDestination(path: string, tools: Tools, now: Date): Promise<StoreLock> {
  const { O_RDWR, O_CREAT, O_NOFOLLOW } = constants;
  const file = await open(path, O_RDWR | O_CREAT | O_NOFOLLOW, 0o644);
  try {
    await takeLock(file, path, tools);
    await writeHolder(file, { pid: process.pid, since: now.toISOString() });
  } catch (error) {
    await file.close();
    throw error;
  }
  const letGo = tools.hold(file.fd);
  return {
    release: async () => {
      letGo();
      await file.close();
    },
  };
}

async function takeLock(file: FileHandle, path: string, tools: Tools): Promise<void> {
  const letGo = tools.hold(file.fd);
  try {
    const args = ['--exclusive', '--nonblock', '--conflict-exit-code', String(LOCK_CONFLICT), '3'];
    const { exitCode, complaint } = await tools.run('flock', args);
    if (exitCode === LOCK_CONFLICT) throw await busy(file, path);
    if (exitCode !== 0) {
      throw new BackupError({
        code: 'lock-failed',
        title: `“${path}” could not be locked.`,
        advice: 'Its file system may not support locks; choose another destination.',
        detail: complaint,
      });
    }
  } finally {
    letGo();
  }
}

async function busy(file: FileHandle, path: string): Promise<BackupError> {
  const holder = parseHolder(await file.readFile('utf8'));
  return busyDestination(path, holder, holder === null || isAlive(holder.pid));
}

/** @param isThere false: the holder has gone, and only a program that it started is left */
export function busyDestination(
  path: string,
  holder: LockHolder | null,
  isThere: boolean,
): BackupError {
  const who = holder === null ? 'Another process' : `Process ${String(holder.pid)}`;
  const since = holder === null ? '' : ` since ${new Date(holder.since).toLocaleString('sv-SE')}`;
  const gone = !isThere;
  return new BackupError({
    code: 'destination-busy',
    title: gone
      ? `${who} was killed${since === '' ? '' : `; it had been using this destination${since}`}, and a program that it started is still writing.`
      : `${who} has been using this destination${since}.`,
    advice: gone ? 'Wait until that program has ended.' : 'Wait until it has finished.',
    detail: path,
  });
}

export function parseHolder(text: string): LockHolder | null {
  const match = /^(\d+) (\S+)\n/.exec(text);
  const [, pid, since] = match ?? [];
  if (pid === undefined || since === undefined || Number.isNaN(Date.parse(since))) return null;
  return { pid: Number(pid), since };
}

/** A full disk must not keep anybody from removing snapshots: the holder's name is a courtesy. */
async function writeHolder(file: FileHandle, holder: LockHolder): Promise<void> {
  try {
    await file.truncate(0);
    await file.write(`${String(holder.pid)} ${holder.since}\n`, 0);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
