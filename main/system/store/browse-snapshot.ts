import { lstatSync, readlinkSync, type Stats } from 'node:fs';
import { opendir } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { displayName, escapeName } from '../../shared/display-name.js';
import { BackupError } from '../../shared/backup-error.js';
import type { DirectoryEntry } from '../../shared/helper-protocol.js';
import { errorCode } from '../error-code.js';
import { kindOf } from '../tree-directory.js';
import {
  directoryPath,
  entryPath,
  openDirectory,
  type OpenedDirectory,
} from '../opened-directory.js';

/** More would neither be looked through by a person nor fit into a message. */
const MOST_ENTRIES = 200_000;

/** Between two looks at whether the caller still wants to know. */
const BATCH = 1000;

/**
 * What a directory of a snapshot holds, in no order.
 *
 * @param snapshot absolute path of the snapshot
 * @throws BackupError `not-in-snapshot`, `directory-too-large`
 */
export async function browseSnapshot(
  snapshot: string,
  names: readonly Uint8Array[],
  signal: AbortSignal,
): Promise<readonly DirectoryEntry[]> {
  const directory = await openInSnapshot(snapshot, names);
  try {
    const entries: DirectoryEntry[] = [];
    for (const name of await namesIn(directory, names)) {
      const stats = statsOf(directory, name);
      if (stats !== null) entries.push(describeEntry(directory, name, stats));
      if (entries.length % BATCH !== 0) continue;
      await setImmediate();
      signal.throwIfAborted();
    }
    return entries;
  } finally {
    await directory.close();
  }
}

/** @throws BackupError `not-in-snapshot`, also where the way leads over a symbolic link. */
async function openInSnapshot(
  snapshot: string,
  names: readonly Uint8Array[],
): Promise<OpenedDirectory> {
  try {
    return await openDirectory(snapshot, names);
  } catch (error) {
    if (!['ENOENT', 'ENOTDIR', 'ELOOP'].includes(errorCode(error) ?? '')) throw error;
    throw notInSnapshot(`There is no directory “${shown(names)}” in the snapshot “${snapshot}”.`);
  }
}

export function notInSnapshot(title: string): BackupError {
  const advice = 'Choose one that is listed there.';
  return new BackupError({ code: 'not-in-snapshot', title, advice });
}

export function shown(names: readonly Uint8Array[]): string {
  return displayName(names.map(escapeName).join('/'));
}

async function namesIn(
  { handle }: OpenedDirectory,
  path: readonly Uint8Array[],
): Promise<readonly Uint8Array[]> {
  const names: Uint8Array[] = [];
  // Node's types know no names but text here.
  const listing = await opendir(directoryPath(handle), { encoding: 'buffer' as BufferEncoding });
  for await (const { name } of listing) {
    if (names.push(name as unknown as Buffer) > MOST_ENTRIES) throw tooLarge(path);
  }
  return names;
}

/** null: it has just been removed; backups hold still, mostly. */
function statsOf({ handle }: OpenedDirectory, name: Uint8Array): Stats | null {
  return lstatSync(entryPath(handle, name), { throwIfNoEntry: false }) ?? null;
}

function describeEntry(
  { handle }: OpenedDirectory,
  name: Uint8Array,
  stats: Stats,
): DirectoryEntry {
  const { size, mtimeMs, mode, uid, gid, nlink, ino } = stats;
  return {
    name: escapeName(name),
    kind: kindOf(stats),
    size,
    modifiedAt: Math.round(mtimeMs),
    mode: mode & 0o7777,
    uid,
    gid,
    links: nlink,
    inode: ino,
    linkTarget: stats.isSymbolicLink()
      ? escapeName(readlinkSync(entryPath(handle, name), { encoding: 'buffer' }))
      : null,
  };
}

function tooLarge(path: readonly Uint8Array[]): BackupError {
  return new BackupError({
    code: 'directory-too-large',
    title: `The directory “${shown(path)}” holds more than ${MOST_ENTRIES.toLocaleString('en')} entries.`,
    advice: 'Look into it with a terminal, or restore it as a whole.',
  });
}
