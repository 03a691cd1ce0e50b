import { basename, dirname, join } from 'node:path';

/**
 * Names inside a destination. None holds digits that look like a date: rotate-backups, which may share the
 * directory, searches for a date anywhere in a name and deletes what it finds.
 */
export interface StorePaths {
  readonly latest: string;
  readonly parent: string;
  /** Name of `latest` in its parent. */
  readonly directory: string;
  readonly catalog: string;
  readonly marker: string;
  readonly lock: string;
  readonly runs: string;
  readonly snapshotRecords: string;
  /** A snapshot that is being made. */
  readonly working: string;
  /** Files that are being copied aside. */
  readonly detaching: string;
  /** Files of which only a part has come over a connection that broke. */
  readonly partial: string;
}

export const CATALOG_NAME = '.rsync-system-backup';
export const WORKING_NAME = 'working';
export const DETACHING_NAME = 'detaching';
export const TRASH_PREFIX = 'trash-';
export const PROBE_PREFIX = '.rsync-system-backup-probe-';

export function storePaths(latest: string): StorePaths {
  const parent = dirname(latest);
  const catalog = join(parent, CATALOG_NAME);
  return {
    latest,
    parent,
    directory: basename(latest),
    catalog,
    marker: join(catalog, 'destination.json'),
    lock: join(catalog, 'lock'),
    runs: join(catalog, 'runs'),
    snapshotRecords: join(catalog, 'snapshots'),
    working: join(catalog, WORKING_NAME),
    detaching: join(catalog, DETACHING_NAME),
    partial: join(catalog, 'partial'),
  };
}
