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
  return usableMarker(await readRecord<DestinationMarker>(paths.marker));
}

export function usableMarker(marker: DestinationMarker | null): DestinationMarker | 'unreadable' {
  const usable = typeof marker?.id === 'string' && typeof marker.directory === 'string';
  return usable ? marker : 'unreadable';
}

/** Oldest first. */
export async function readRuns(paths: StorePaths): Promise<readonly RunRecord[]> {
  return usableRuns(await readRecords<RunRecord>(paths.runs));
}

/** Oldest first. */
export function usableRuns(records: readonly RunRecord[]): readonly RunRecord[] {
  return records
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
    await writeFileAtomically(path, recordText(record), durable);
    return true;
  } catch (error) {
    if (errorCode(error) === null) throw error;
    return false;
  }
}

export function recordText(record: object): string {
  return `${JSON.stringify(record, null, 2)}\n`;
}

/** Forgets the oldest runs that no snapshot refers to, with their lists of changes. */
export async function forgetOldRuns(paths: StorePaths): Promise<void> {
  const names = await orWhenMissing(() => readdir(paths.runs), []);
  if (names.length <= REMEMBERED_RUNS) return;
  const records = await readSnapshotRecords(paths);
  for (const path of forgottenPaths(paths, names, records)) await rm(path, { force: true });
}

/** @param names what is in the directory of runs */
export function forgottenPaths(
  paths: StorePaths,
  names: readonly string[],
  records: ReadonlyMap<string, SnapshotRecord>,
): readonly string[] {
  const surplus = names
    .filter((name) => name.endsWith('.json'))
    .sort()
    .slice(0, -REMEMBERED_RUNS)
    .map((name) => name.slice(0, -'.json'.length));
  const referred = new Set([...records.values()].map((record) => record.run));
  return surplus
    .filter((id) => !referred.has(id))
    .flatMap((id) => [runPath(paths, id), changesPath(paths, id)]);
}

export function runPath(paths: StorePaths, id: string): string {
  return join(paths.runs, `${id}.json`);
}

export function snapshotRecordPath(paths: StorePaths, name: string): string {
  return join(paths.snapshotRecords, `${name}.json`);
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
    return parseRecord(await readFile(path, 'utf8')) as T | null;
  } catch (error) {
    if (errorCode(error) !== null) return null;
    throw error;
  }
}

/** null: it cannot be read, or comes from a later version. */
export function parseRecord(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    const usable =
      typeof value === 'object' && value !== null && 'version' in value && value.version === 1;
    return usable ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
