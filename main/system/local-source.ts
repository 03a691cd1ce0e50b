import { lstat, readdir, readFile, realpath, stat, statfs } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { parseMountPoints } from '../domain/mountinfo.js';
import { isInside } from '../domain/path-containment.js';
import { parseSnapshotName } from '../domain/snapshot-name.js';
import type { Source } from '../engine/ports.js';
import { BackupError } from '../shared/backup-error.js';
import type { SourceIdentity } from '../shared/run-record.js';
import { errorCode } from './error-code.js';
import { lookForChanges } from './look-for-changes.js';
import { readMarker } from './store/catalog.js';
import { CATALOG_NAME, storePaths } from './store/store-paths.js';
import { nearestDirectory } from './store/resolve-destination.js';
import { exists } from './store/remove-tree.js';
import type { Tools } from './tools.js';

/** statfs(2): file systems whose change times move with every change of an attribute and every rename. */
const RELIABLE_CHANGE_TIMES = new Set([
  0xef53 /* ext2, ext3, ext4 */, 0x58465342 /* XFS */, 0x9123683e /* btrfs */,
  0x01021994 /* tmpfs */, 0xf2f52010 /* F2FS */, 0x2fc12fc1 /* ZFS */,
]);

export function localSource(tools: Tools): Source {
  return {
    identity: identifySource,
    hasReliableChangeTimes: async (path) =>
      RELIABLE_CHANGE_TIMES.has((await statfs(path)).type >>> 0),
    lookForChanges: (path, earliest, signal) => lookForChanges(path, earliest, tools, signal),
    looksLikeBackup,
    crossesFileSystem,
  };
}

async function identifySource(path: string): Promise<SourceIdentity> {
  try {
    const stats = await stat(path, { bigint: true });
    if (!stats.isDirectory()) throw notADirectory(path);
    await readdir(path);
    const real = await realpath(path);
    return {
      path: real,
      device: String(stats.dev),
      inode: String(stats.ino),
      bindMounts: await bindMounts(real, stats.dev),
    };
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR')
      throw missingSource(path, error);
    if (errorCode(error) === 'EACCES') throw unreadableSource(path, error);
    throw error;
  }
}

async function bindMounts(path: string, device: bigint): Promise<readonly string[]> {
  const points = parseMountPoints(await readFile('/proc/self/mountinfo', 'utf8'));
  const below = points.filter((point) => point !== path && isInside(point, path));
  const same: string[] = [];
  for (const point of below) {
    if ((await deviceOf(point)) === device) same.push(point);
  }
  return same.sort();
}

/** null: not for us to see, as with somebody's FUSE mount, which is a device of its own anyway. */
async function deviceOf(path: string): Promise<bigint | null> {
  try {
    return (await stat(path, { bigint: true })).dev;
  } catch (error) {
    if (errorCode(error) === null) throw error;
    return null;
  }
}

function missingSource(path: string, cause: unknown): BackupError {
  return new BackupError({
    code: 'source-missing',
    title: `There is no source directory “${path}”.`,
    advice: 'Check the spelling, and that source and destination are not swapped.',
    cause,
  });
}

function notADirectory(path: string): BackupError {
  return new BackupError({
    code: 'source-not-a-directory',
    title: `The source “${path}” is not a directory.`,
    advice: 'Name the directory that holds it, and exclude the rest.',
  });
}

function unreadableSource(path: string, cause: unknown): BackupError {
  return new BackupError({
    code: 'source-unreadable',
    title: `You may not read the source “${path}”.`,
    advice: 'Run the backup as root, the administrator.',
    cause,
  });
}

/** A catalog in it, or snapshots beside a directory; or it is the `latest` or a snapshot of a backup itself. */
async function looksLikeBackup(path: string): Promise<boolean> {
  if (await exists(join(path, CATALOG_NAME))) return true;
  const names = await readdir(path);
  if (names.includes('latest') && names.some((name) => parseSnapshotName(name) !== null))
    return true;
  const marker = await readMarker(storePaths(path));
  if (marker === null) return false;
  const isLatest = marker !== 'unreadable' && marker.directory === basename(path);
  return isLatest || parseSnapshotName(basename(path)) !== null;
}

async function crossesFileSystem(source: string, target: string): Promise<boolean> {
  const { dev } = await stat(source);
  let path = source;
  for (const component of relative(source, await nearestDirectory(target)).split('/')) {
    path = join(path, component);
    if ((await lstat(path)).dev !== dev) return true;
  }
  return false;
}
