import { readlinkSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { directoryPath, type OpenedDirectory } from '../opened-directory.js';
import { errorCode } from '../error-code.js';
import { writeFileAtomically } from '../write-file-atomically.js';

/** One rename into the target, and one out of the way before it. Names and paths as rsync escapes them. */
export interface JournalStep {
  /** From the target to the directory that it goes into. */
  readonly parent: readonly string[];
  /** What it is called there. */
  readonly name: string;
  /** Its path in `copies`. */
  readonly copy: readonly string[];
  /** stat(2), st_ino, which a rename does not change. */
  readonly inode: number;
  /** Name in `aside` of what was there; null: nothing was. */
  readonly aside: string | null;
}

/** Whoever restores, as long as it lives: a thread, which may end before its process. */
interface ThreadMark {
  readonly host: string;
  readonly bootId: string;
  /** proc(5), /proc/thread-self: `PID/task/TID`. */
  readonly thread: string;
  /** proc(5), /proc/PID/stat, starttime: another thread may have the number later. */
  readonly started: string;
}

/**
 * What a restore is going to rename, on the disk before the first of it: a restore that is killed, or whose power fails, is
 * taken back by the next one to the same directory, or when the application starts.
 */
export interface RestoreJournal {
  readonly version: 1;
  /**
   * stat(2), st_ino, of the directory that is restored into and of the workspace in it: steps mean nothing anywhere else. The
   * file system's device may have another number after a reboot.
   */
  readonly inodes: Inodes;
  readonly steps: readonly JournalStep[];
}

interface Inodes {
  readonly target: number;
  readonly workspace: number;
}

const JOURNAL = 'journal.json';
const OWNER = 'owner.json';
/** Its time is that of the end, by the clock of the file system. */
const PLACED = 'placed';

export async function markOwner(workspace: OpenedDirectory): Promise<void> {
  await write(workspace, OWNER, await ownMark());
}

export async function writeJournal(
  workspace: OpenedDirectory,
  target: OpenedDirectory,
  steps: readonly JournalStep[],
): Promise<void> {
  await write(workspace, JOURNAL, { version: 1, inodes: await inodesOf(workspace, target), steps });
}

/** Everything is in its place, and on the disk. */
export async function markPlaced(workspace: OpenedDirectory): Promise<void> {
  await write(workspace, PLACED, {});
}

/** Milliseconds since the epoch; null: the restore did not come to its end. */
export function placedAt(workspace: OpenedDirectory): Promise<number | null> {
  return timeOf(workspace, PLACED);
}

/** Milliseconds since the epoch; null: nothing had been renamed yet. */
export function journaledAt(workspace: OpenedDirectory): Promise<number | null> {
  return timeOf(workspace, JOURNAL);
}

async function timeOf(workspace: OpenedDirectory, name: string): Promise<number | null> {
  try {
    return (await stat(inside(workspace, name))).mtimeMs;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** null: nothing had been renamed yet, or it is about another directory. */
export async function readJournal(
  workspace: OpenedDirectory,
  target: OpenedDirectory,
): Promise<RestoreJournal | null> {
  const journal = await read<RestoreJournal>(workspace, JOURNAL);
  const here = await inodesOf(workspace, target);
  const isOurs =
    journal?.inodes.target === here.target && journal.inodes.workspace === here.workspace;
  return isOurs ? journal : null;
}

async function inodesOf(workspace: OpenedDirectory, target: OpenedDirectory): Promise<Inodes> {
  const [one, other] = await Promise.all([workspace.handle.stat(), target.handle.stat()]);
  return { workspace: one.ino, target: other.ino };
}

/** True: a thread of this machine that has ended; false also where it cannot be known. */
export async function isAbandoned(workspace: OpenedDirectory): Promise<boolean> {
  const owner = await read<ThreadMark>(workspace, OWNER);
  if (owner === null || owner.host !== hostname()) return false;
  if (owner.bootId !== (await bootId())) return true;
  return (await startOf(owner.thread)) !== owner.started;
}

async function ownMark(): Promise<ThreadMark> {
  // In this thread, not in one of those that do asynchronous calls.
  const thread = readlinkSync('/proc/thread-self');
  const started = (await startOf(thread)) ?? '';
  return { host: hostname(), bootId: await bootId(), thread, started };
}

async function bootId(): Promise<string> {
  return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
}

/** null: there is no such thread. */
async function startOf(thread: string): Promise<string | null> {
  try {
    const text = await readFile(`/proc/${thread}/stat`, 'utf8');
    // The second field is the program's name, with whatever it has in it.
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ESRCH') return null;
    throw error;
  }
}

function write(workspace: OpenedDirectory, name: string, content: object): Promise<void> {
  return writeFileAtomically(inside(workspace, name), `${JSON.stringify(content)}\n`, true);
}

async function read<T>(workspace: OpenedDirectory, name: string): Promise<T | null> {
  try {
    return JSON.parse(await readFile(inside(workspace, name), 'utf8')) as T;
  } catch (error) {
    if (error instanceof SyntaxError || errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

function inside({ handle }: OpenedDirectory, name: string): string {
  return `${directoryPath(handle)}/${name}`;
}
