import type { AskChannel, AskRequest, PassphraseRequest, ProfileRequest } from './ipc-contract.js';
import { readProfileId } from './parse-profile.js';
import {
  readCompareRequest,
  readDescribeRequest,
  readFileRequest,
  readFolderRequest,
  readMarkRequest,
  readPathRequest,
  readRestoreOrder,
  readRotationRequest,
  readSearchRequest,
  readSnapshotRequest,
  readSnapshotsRequest,
} from './parse-snapshot-request.js';
import { asRecord, InvalidField, readString } from './read-field.js';

export const ASK_CHANNELS = [
  'view:read',
  'demonstration:create',
  'run:start',
  'run:cancel',
  'run:answer-passphrase',
  'disk:open',
  'disk:lock',
  'snapshots:list',
  'snapshots:show',
  'snapshots:mark',
  'snapshots:remove',
  'snapshots:measure',
  'snapshots:compare',
  'snapshots:search',
  'folder:read',
  'folder:describe',
  'file:versions',
  'file:preview',
  'file:open-copy',
  'restore:preview',
  'restore:choose-target',
  'restore:start',
  'restore:cancel',
  'restore:undo',
  'restore:show',
  'rotation:preview',
  'rotation:save',
  'settings:reload',
  'settings:show',
] as const satisfies readonly AskChannel[];

/** For each channel the reader of its request; a reader throws InvalidField. */
export const ASK_REQUEST_READERS: {
  readonly [C in AskChannel]: (value: unknown) => AskRequest<C>;
} = {
  'view:read': readNothing,
  'demonstration:create': readNothing,
  'run:start': readProfileRequest,
  'run:cancel': readNothing,
  'run:answer-passphrase': readPassphrase,
  'disk:open': readProfileRequest,
  'disk:lock': readProfileRequest,
  'snapshots:list': readProfileRequest,
  'snapshots:show': readSnapshotRequest,
  'snapshots:mark': readMarkRequest,
  'snapshots:remove': readSnapshotsRequest,
  'snapshots:measure': readSnapshotsRequest,
  'snapshots:compare': readCompareRequest,
  'snapshots:search': readSearchRequest,
  'folder:read': readFolderRequest,
  'folder:describe': readDescribeRequest,
  'file:versions': readPathRequest,
  'file:preview': readFileRequest,
  'file:open-copy': readFileRequest,
  'restore:preview': readRestoreOrder,
  'restore:choose-target': readNothing,
  'restore:start': readRestoreOrder,
  'restore:cancel': readNothing,
  'restore:undo': readNothing,
  'restore:show': readNothing,
  'rotation:preview': readRotationRequest,
  'rotation:save': readRotationRequest,
  'settings:reload': readNothing,
  'settings:show': readNothing,
};

function readNothing(value: unknown): null {
  if (value === null) return null;
  throw new InvalidField('the request is not empty');
}

function readProfileRequest(value: unknown): ProfileRequest {
  return { profileId: readProfileId(asRecord(value, 'the request'), 'profileId') };
}

/** cryptsetup(8): a passphrase has at most 512 characters. */
const LONGEST_PASSPHRASE = 512;

function readPassphrase(value: unknown): PassphraseRequest {
  const passphrase = readString(asRecord(value, 'the request'), 'passphrase');
  if (passphrase !== '' && passphrase.length <= LONGEST_PASSPHRASE) return { passphrase };
  throw new InvalidField('the passphrase is empty or too long');
}
