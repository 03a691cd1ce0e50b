import type { ConflictRule, RestorePart } from './helper-protocol.js';
import type { FolderOrder } from './snapshot-content.js';
import type {
  AsAdministrator,
  CompareRequest,
  DescribeRequest,
  DragRequest,
  FileRequest,
  FolderRequest,
  MarkRequest,
  OpenDiskRequest,
  PathRequest,
  RestoreOrderRequest,
  RotationRequest,
  SearchRequest,
  SettleRequest,
  SnapshotContract,
  SnapshotRequest,
  SnapshotsRequest,
} from './snapshot-requests.js';
import type { LongWork } from './work-progress.js';
import type { ProfileRequest } from './application-requests.js';
import { readNothing, readPassphrase, readProfileRequest } from './parse-application-request.js';
import { readProfileId, readRotationPolicy } from './parse-profile.js';
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
} from './read-field.js';

/** For each channel the reader of its request; a reader throws InvalidField. */
export const SNAPSHOT_REQUEST_READERS: {
  readonly [C in keyof SnapshotContract]: (value: unknown) => SnapshotContract[C]['request'];
} = {
  'disk:open': readOpenDiskRequest,
  'snapshots:list': readProfileRequest,
  'snapshots:history': readProfileRequest,
  'snapshots:show': readSnapshotRequest,
  'snapshots:mark': readMarkRequest,
  'snapshots:remove': readSnapshotsRequest,
  'snapshots:measure': (value) => ({
    ...readSnapshotsRequest(value),
    ...readAsAdministrator(value),
  }),
  'snapshots:compare': (value) => ({ ...readCompareRequest(value), ...readAsAdministrator(value) }),
  'snapshots:cancel': readLongWork,
  'snapshots:search': (value) => ({ ...readSearchRequest(value), ...readAsAdministrator(value) }),
  'folder:read': readFolderRequest,
  'folder:describe': readDescribeRequest,
  'file:versions': (value) => ({ ...readPathRequest(value), ...readAsAdministrator(value) }),
  'file:preview': (value) => ({ ...readFileRequest(value), ...readAsAdministrator(value) }),
  'file:open-copy': readFileRequest,
  'drag:prepare': readDragRequest,
  'drag:start': readNothing,
  'restore:preview': readRestoreOrder,
  'restore:choose-target': readNothing,
  'restore:start': readRestoreOrder,
  'restore:cancel': readNothing,
  'restore:last': readNothing,
  'restore:remains': readProfileRequest,
  'restore:settle': readSettleRequest,
  'restore:undo': readNothing,
  'restore:show': readNothing,
  'rotation:preview': readRotationRequest,
  'rotation:save': readRotationRequest,
};

/** A person's choice in a window; more is a mistake. */
const MOST_NAMES = 10_000;

function readOpenDiskRequest(value: unknown): OpenDiskRequest {
  const record = asRecord(value, 'the request');
  return {
    ...readProfile(record),
    passphrase: readNullable(record, 'passphrase', readPassphrase),
  };
}

function readSnapshotRequest(value: unknown): SnapshotRequest {
  const record = asRecord(value, 'the request');
  return { ...readProfile(record), snapshot: readSnapshot(record, 'snapshot') };
}

function readSnapshotsRequest(value: unknown): SnapshotsRequest {
  const record = asRecord(value, 'the request');
  const snapshots = readNames(record, 'snapshots');
  snapshots.forEach(checkSnapshot);
  return { ...readProfile(record), snapshots };
}

function readMarkRequest(value: unknown): MarkRequest {
  const record = asRecord(value, 'the request');
  return {
    ...readSnapshotRequest(value),
    pinned: readNullable(record, 'pinned', readBoolean),
    note: readNullable(record, 'note', readString),
  };
}

function readSettleRequest(value: unknown): SettleRequest {
  const record = asRecord(value, 'the request');
  const kept = readNames(record, 'kept');
  return { ...readProfile(record), kept, undo: readBoolean(record, 'undo') };
}

function readCompareRequest(value: unknown): CompareRequest {
  const record = asRecord(value, 'the request');
  return {
    ...readProfile(record),
    before: readNullable(record, 'before', readSnapshot),
    after: readNullable(record, 'after', readSnapshot),
  };
}

const LONG_WORK: Readonly<Record<LongWork, true>> = {
  measure: true,
  compare: true,
  remove: true,
  drag: true,
};

function readLongWork(value: unknown): LongWork {
  return readKeyOf({ work: value }, 'work', LONG_WORK);
}

function readSearchRequest(value: unknown): SearchRequest {
  const record = asRecord(value, 'the request');
  return { ...readProfile(record), text: readString(record, 'text') };
}

function readPathRequest(value: unknown): PathRequest {
  const record = asRecord(value, 'the request');
  return { ...readProfile(record), path: readString(record, 'path') };
}

function readFileRequest(value: unknown): FileRequest {
  const record = asRecord(value, 'the request');
  return { ...readPathRequest(value), snapshot: readNullable(record, 'snapshot', readSnapshot) };
}

function readAsAdministrator(value: unknown): AsAdministrator {
  const record = asRecord(value, 'the request');
  return { asAdministrator: readBoolean(record, 'asAdministrator') };
}

function readFolderRequest(value: unknown): FolderRequest {
  const record = asRecord(value, 'the request');
  return {
    ...readFileRequest(value),
    ...readAsAdministrator(value),
    deleted: readBoolean(record, 'deleted'),
    order: readKeyOf(record, 'order', FOLDER_ORDERS),
  };
}

const FOLDER_ORDERS: Readonly<Record<FolderOrder, true>> = { name: true, size: true, time: true };

function readDescribeRequest(value: unknown): DescribeRequest {
  const record = asRecord(value, 'the request');
  return { ...readFileRequest(value), names: readNames(record, 'names') };
}

const CONFLICT_RULES: Readonly<Record<ConflictRule, true>> = {
  'keep-both': true,
  replace: true,
  'only-missing': true,
  'only-newer': true,
};

function readRestoreOrder(value: unknown): RestoreOrderRequest {
  const record = asRecord(value, 'the request');
  const target = readNullable(record, 'target', readString);
  if (target !== null && !target.startsWith('/')) {
    throw new InvalidField('target is no absolute path');
  }
  return {
    ...readDragRequest(value),
    target,
    ...readAsAdministrator(value),
    conflict: readKeyOf(record, 'conflict', CONFLICT_RULES),
  };
}

function readDragRequest(value: unknown): DragRequest {
  const record = asRecord(value, 'the request');
  const parts = readArray(record, 'parts');
  if (parts.length === 0 || parts.length > MOST_NAMES) {
    throw new InvalidField('parts is no list of what to restore');
  }
  return { ...readProfile(record), parts: parts.map(readRestorePart) };
}

function readRestorePart(value: unknown): RestorePart {
  const record = asRecord(value, 'a part of the restore');
  const paths = readNames(record, 'paths');
  if (paths.length === 0 || paths.includes('')) throw new InvalidField('paths names nothing');
  return { snapshot: readSnapshot(record, 'snapshot'), paths };
}

function readRotationRequest(value: unknown): RotationRequest {
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
