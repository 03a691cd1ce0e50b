import { parseSnapshotPath } from '../domain/snapshot-path.js';
import type {
  BrowseRequest,
  CompareRequest,
  ConflictRule,
  PathRequest,
  PinRequest,
  PreviewRequest,
  SnapshotsRequest,
  RestorePart,
  RestoreRequest,
  SearchRequest,
  UndoOrder,
} from '../shared/helper-protocol.js';
import { readProfile } from '../shared/parse-profile.js';
import type { Profile } from '../shared/profile.js';
import {
  asRecord,
  InvalidField,
  readArray,
  readBoolean,
  readKeyOf,
  readNullable,
  readString,
  readStrings,
  type UnknownRecord,
} from '../shared/read-field.js';

/** A person's choice in a window; more is a mistake. */
const MOST_PATHS = 10_000;
const MOST_SNAPSHOTS = 10_000;

const CONFLICT_RULES: Readonly<Record<ConflictRule, true>> = {
  'keep-both': true,
  replace: true,
  'only-missing': true,
  'only-newer': true,
};

export const readSnapshotsRequest = strictly((value): SnapshotsRequest => {
  const snapshots = readStrings(asRecord(value, 'the request'), 'snapshots');
  if (snapshots.length === 0 || snapshots.length > MOST_SNAPSHOTS) {
    throw new InvalidField(`snapshots names none, or more than ${String(MOST_SNAPSHOTS)}`);
  }
  if (snapshots.some((name) => name === '' || name.startsWith('.') || /[/\0]/.test(name))) {
    throw new InvalidField('a snapshot is no name');
  }
  if (new Set(snapshots).size === snapshots.length) return { snapshots };
  throw new InvalidField('snapshots names one twice');
});

export const readBrowseRequest = strictly((value): BrowseRequest => {
  const record = asRecord(value, 'the request');
  const path = readString(record, 'path');
  checkPath(path);
  return { snapshot: readString(record, 'snapshot'), path };
});

export const readPreviewRequest = strictly((value): PreviewRequest => {
  const record = asRecord(value, 'the request');
  return { snapshot: readString(record, 'snapshot'), path: readItem(record) };
});

export const readVersionsRequest = strictly((value): PathRequest => {
  return { path: readItem(asRecord(value, 'the request')) };
});

export const readCompareRequest = strictly((value): CompareRequest => {
  const record = asRecord(value, 'the request');
  return {
    before: readNullable(record, 'before', readString),
    after: readNullable(record, 'after', readString),
  };
});

export const readSearchRequest = strictly((value): SearchRequest => {
  return { text: readString(asRecord(value, 'the request'), 'text') };
});

export const readRestoreRequest = strictly((value): RestoreRequest => {
  const record = asRecord(value, 'the request');
  const parts = readArray(record, 'parts').map(readRestorePart);
  const paths = parts.reduce((sum, part) => sum + part.paths.length, 0);
  if (paths === 0 || paths > MOST_PATHS) {
    throw new InvalidField(`parts names none, or more than ${String(MOST_PATHS)}`);
  }
  const snapshots = new Set(parts.map(({ snapshot }) => snapshot));
  if (snapshots.size !== parts.length) throw new InvalidField('parts names a snapshot twice');
  return {
    parts,
    target: readNullable(record, 'target', readString),
    conflict: readKeyOf(record, 'conflict', CONFLICT_RULES),
    keepReplaced: readBoolean(record, 'keepReplaced'),
  };
});

export const readUndoOrder = strictly((value): UndoOrder => {
  const record = asRecord(value, 'the order');
  return { undo: readBoolean(record, 'undo') };
});

function readRestorePart(value: unknown): RestorePart {
  const record = asRecord(value, 'a part');
  const paths = readStrings(record, 'paths');
  if (paths.length === 0) throw new InvalidField('paths holds none');
  if (new Set(paths).size !== paths.length) throw new InvalidField('paths names something twice');
  if (paths.includes('')) throw new InvalidField('paths names the snapshot itself');
  paths.forEach(checkPath);
  checkApart(paths);
  return { snapshot: readString(record, 'snapshot'), paths };
}

export const readPinRequest = strictly((value): PinRequest => {
  const record = asRecord(value, 'the request');
  return {
    snapshot: readString(record, 'snapshot'),
    pinned: readNullable(record, 'pinned', readBoolean),
    note: readNullable(record, 'note', readString),
  };
});

export const readInstallRequest: (value: unknown) => Profile = strictly(readProfile);

/** A field that the reader does not know may mean something to whoever sent it: nothing is done then. */
function strictly<T>(read: (value: unknown) => T): (value: unknown) => T {
  return (value) => {
    const request = read(value);
    checkFields(value, request);
    return request;
  };
}

function checkFields(value: unknown, known: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  const fields = new Map(Object.entries(known as object));
  for (const [name, field] of Object.entries(value)) {
    if (!fields.has(name)) throw new InvalidField('there is a field that nobody knows');
    checkFields(field, fields.get(name));
  }
}

function checkApart(paths: readonly string[]): void {
  const known = new Set(paths);
  for (const path of paths) {
    for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) {
      if (known.has(path.slice(0, at))) throw new InvalidField('a path is inside another');
    }
  }
}

function readItem(record: UnknownRecord): string {
  const path = readString(record, 'path');
  if (path === '') throw new InvalidField('path names the snapshot itself');
  checkPath(path);
  return path;
}

function checkPath(path: string): void {
  if (parseSnapshotPath(path) !== null) return;
  throw new InvalidField('a path is absolute, or has empty names, “.”, “..” or a slash in a name');
}
