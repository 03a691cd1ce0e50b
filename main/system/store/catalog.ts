import { mkdir, lstat, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { BackupError } from '../../shared/backup-error.js';
import type { DestinationMarker, RunRecord, SnapshotRecord } from '../../shared/run-record.js';
import { errorCode, orWhenMissing } from '../error-code.js';
import { writeFileAtomically } from '../write-file-atomically.js';
import { exists } from './remove-tree.js';
import type { StorePaths } from './store-paths.js';

/** Runs without a snapshot of their own are remembered until there are this many newer ones. */
const REMEMBERED_RUNS = 500;

/** @throws BackupError when something else, such as a symbolic link, has the catalog's name. */
export async function createCatalog(paths: StorePaths): Promise<void> {
  await createDirectory(paths.catalog, 0o755);
  // Names of files in directories that not everybody may read.
  await createDirectory(paths.runs, 0o700);
  await createDirectory(paths.snapshotRecords, 0o755);
}

async function createDirectory(directory: string, mode: number): Promise<void> {
  await mkdir(directory, { mode }).catch((error: unknown) => {
    if (errorCode(error) !== 'EEXIST') throw error;
  });
  if (!(await lstat(directory)).isDirectory()) {
    throw new BackupError({
      code: 'catalog-not-a-directory',
      title: `“${directory}” is not a directory.`,
      advice: 'Move it away; the backup keeps its records under that name.',
    });
  }
}

export async function readMarker(
  paths: StorePaths,
): Promise<DestinationMarker | 'unreadable' | null> {
  if (!(await exists(paths.marker))) return null;
  const marker = await readRecord<DestinationMarker>(paths.marker);
  const usable = typeof marker?.id === 'string' && typeof marker.directory === 'string';
  return usable ? marker : 'unreadable';
}

/** Oldest first. */
export async function readRuns(paths: StorePaths): Promise<readonly RunRecord[]> {
  return (await readRecords<RunRecord>(paths.runs))
    .filter(
      ({ id, start, sequence }) =>
        [typeof id, typeof start, typeof sequence].join() === 'string,string,number',
    )
    .toSorted((a, b) => a.sequence - b.sequence);
}

export async function readSnapshotRecords(
  paths: StorePaths,
): Promise<ReadonlyMap<string, SnapshotRecord>> {
  const records = await readRecords<SnapshotRecord>(paths.snapshotRecords);
  return new Map(records.map((record) => [record.name, record]));
}

/**
 * A lost record costs a full comparison, so none is waited for; a lost marker would make the disk a stranger.
 *
 * @returns false: it could not be written, as on a full disk.
 */
export async function writeRecord(path: string, record: object, durable = false): Promise<boolean> {
  try {
    await writeFileAtomically(path, `${JSON.stringify(record, null, 2)}\n`, durable);
    return true;
  } catch (error) {
    if (errorCode(error) === null) throw error;
    return false;
  }
}

/** Forgets the oldest runs that no snapshot refers to, with their lists of changes. */
export async function forgetOldRuns(paths: StorePaths): Promise<void> {
  const names = (await orWhenMissing(() => readdir(paths.runs), [])).filter((name) =>
    name.endsWith('.json'),
  );
  const surplus = names.sort().slice(0, -REMEMBERED_RUNS);
  if (surplus.length === 0) return;
  const records = await readSnapshotRecords(paths);
  const referred = new Set([...records.values()].map((record) => record.run));
  for (const id of surplus.map((name) => name.slice(0, -'.json'.length))) {
    if (referred.has(id)) continue;
    await rm(join(paths.runs, `${id}.json`), { force: true });
    await rm(changesPath(paths, id), { force: true });
  }
}

export function changesPath(paths: StorePaths, run: string): string {
  return join(paths.runs, `${run}.changes.gz`);
}

async function readRecords<T>(directory: string): Promise<readonly T[]> {
  const names = await orWhenMissing(() => readdir(directory), []);
  const records: T[] = [];
  for (const name of names.filter((name) => name.endsWith('.json')).sort()) {
    const record = await readRecord<T>(join(directory, name));
    if (record !== null) records.push(record);
  }
  return records;
}

/** The catalog is advice: what cannot be read, or comes from a later version, is as if it were not there. */
async function readRecord<T>(path: string): Promise<T | null> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    const usable =
      typeof value === 'object' && value !== null && 'version' in value && value.version === 1;
    return usable ? (value as T) : null;
  } catch (error) {
    if (error instanceof SyntaxError || errorCode(error) !== null) return null;
    throw error;
  }
}
