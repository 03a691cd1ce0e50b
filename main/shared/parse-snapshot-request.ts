import type { ConflictRule } from './helper-protocol.js';
import type {
  CompareRequest,
  DescribeRequest,
  FileRequest,
  FolderRequest,
  MarkRequest,
  PathRequest,
  ProfileRequest,
  RestoreOrderRequest,
  RotationRequest,
  SearchRequest,
  SnapshotRequest,
  SnapshotsRequest,
} from './ipc-contract.js';
import { readProfileId, readRotationPolicy } from './parse-profile.js';
import {
  asRecord,
  InvalidField,
  readBoolean,
  readKeyOf,
  readNullable,
  readString,
  readStrings,
  type UnknownRecord,
} from './read-field.js';

/** A person's choice in a window; more is a mistake. */
const MOST_NAMES = 10_000;

export function readSnapshotRequest(value: unknown): SnapshotRequest {
  const record = asRecord(value, 'the request');
  return { ...readProfile(record), snapshot: readSnapshot(record, 'snapshot') };
}

export function readSnapshotsRequest(value: unknown): SnapshotsRequest {
  const record = asRecord(value, 'the request');
  const snapshots = readNames(record, 'snapshots');
  snapshots.forEach(checkSnapshot);
  return { ...readProfile(record), snapshots };
}

export function readMarkRequest(value: unknown): MarkRequest {
  const record = asRecord(value, 'the request');
  return {
    ...readSnapshotRequest(value),
    pinned: readNullable(record, 'pinned', readBoolean),
    note: readNullable(record, 'note', readString),
  };
}

export function readCompareRequest(value: unknown): CompareRequest {
  const record = asRecord(value, 'the request');
  return {
    ...readProfile(record),
    before: readNullable(record, 'before', readSnapshot),
    after: readNullable(record, 'after', readSnapshot),
  };
}

export function readSearchRequest(value: unknown): SearchRequest {
  const record = asRecord(value, 'the request');
  return { ...readProfile(record), text: readString(record, 'text') };
}

export function readPathRequest(value: unknown): PathRequest {
  const record = asRecord(value, 'the request');
  return { ...readProfile(record), path: readString(record, 'path') };
}

export function readFileRequest(value: unknown): FileRequest {
  const record = asRecord(value, 'the request');
  return { ...readPathRequest(value), snapshot: readNullable(record, 'snapshot', readSnapshot) };
}

export function readFolderRequest(value: unknown): FolderRequest {
  const record = asRecord(value, 'the request');
  return {
    ...readFileRequest(value),
    deleted: readBoolean(record, 'deleted'),
    asAdministrator: readBoolean(record, 'asAdministrator'),
  };
}

export function readDescribeRequest(value: unknown): DescribeRequest {
  const record = asRecord(value, 'the request');
  return { ...readFileRequest(value), names: readNames(record, 'names') };
}

const CONFLICT_RULES: Readonly<Record<ConflictRule, true>> = {
  'keep-both': true,
  replace: true,
  'only-missing': true,
  'only-newer': true,
};

export function readRestoreOrder(value: unknown): RestoreOrderRequest {
  const record = asRecord(value, 'the request');
  const target = readNullable(record, 'target', readString);
  if (target !== null && !target.startsWith('/')) {
    throw new InvalidField('target is no absolute path');
  }
  const paths = readNames(record, 'paths');
  if (paths.length === 0 || paths.includes('')) throw new InvalidField('paths names nothing');
  return {
    ...readSnapshotRequest(value),
    ...{ paths, target },
    conflict: readKeyOf(record, 'conflict', CONFLICT_RULES),
    asAdministrator: readBoolean(record, 'asAdministrator'),
  };
}

export function readRotationRequest(value: unknown): RotationRequest {
  const record = asRecord(value, 'the request');
  return { ...readProfile(record), policy: readRotationPolicy(record['policy']) };
}

function readProfile(record: UnknownRecord): ProfileRequest {
  return { profileId: readProfileId(record, 'profileId') };
}

function readSnapshot(record: UnknownRecord, field: string): string {
  const snapshot = readString(record, field);
  checkSnapshot(snapshot);
  return snapshot;
}

function checkSnapshot(snapshot: string): void {
  if (snapshot === '' || snapshot.startsWith('.') || /[/\0]/.test(snapshot)) {
    throw new InvalidField('snapshot is not a name');
  }
}

function readNames(record: UnknownRecord, field: string): readonly string[] {
  const names = readStrings(record, field);
  if (names.length <= MOST_NAMES) return names;
  throw new InvalidField(`${field} holds more than ${String(MOST_NAMES)}`);
}
