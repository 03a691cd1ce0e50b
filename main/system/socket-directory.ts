import { lstat, mkdtemp, readdir, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { errorCode, orWhenUnreadable } from './error-code.js';

const PREFIX = 'rsync-system-backup-';

/** A directory in which nobody else can put a socket. Those that killed runs of ours have left are removed. */
export async function makeSocketDirectory(): Promise<string> {
  const parent = socketParent();
  const own = `${PREFIX}${await processNamespace()}-`;
  await removeLeft(parent, own);
  return mkdtemp(join(parent, `${own}${String(process.pid)}-`));
}

/** unix(7): the name of a socket has at most 107 bytes, of which ssh adds some while it makes one. */
function socketParent(): string {
  const directory = tmpdir();
  return /^[\w/.-]{1,42}$/.test(directory) ? directory : '/tmp';
}

/** pid_namespaces(7): who shares it knows processes by the same numbers. */
async function processNamespace(): Promise<string> {
  const name = await readlink('/proc/self/ns/pid');
  return Number(/\d+/.exec(name)?.[0] ?? 0).toString(36);
}

/** What is not ours is another user's to clear up, who may be making it at this moment. */
async function removeLeft(parent: string, own: string): Promise<void> {
  const names = await orWhenUnreadable(() => readdir(parent), []);
  for (const name of names.filter((one) => one.startsWith(own))) {
    const [, pid = ''] = /^(\d+)-\w{6}$/.exec(name.slice(own.length)) ?? [];
    const path = join(parent, name);
    if (pid === '' || isAlive(Number(pid)) || !(await isOurs(path))) continue;
    await orWhenUnreadable(() => rm(path, { recursive: true, force: true }), undefined);
  }
}

async function isOurs(path: string): Promise<boolean> {
  const entry = await orWhenUnreadable(() => lstat(path), null);
  return entry?.isDirectory() === true && entry.uid === process.geteuid?.();
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) !== 'ESRCH';
  }
}
