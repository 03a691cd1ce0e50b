import type {
  AskChannel,
  AskRequest,
  PassphraseRequest,
  ProfileRequest,
  SnapshotRequest,
} from './ipc-contract.js';
import { readProfileId } from './parse-profile.js';
import { asRecord, InvalidField, readString } from './read-field.js';

export const ASK_CHANNELS = [
  'view:read',
  'demonstration:create',
  'run:start',
  'run:cancel',
  'run:answer-passphrase',
  'disk:lock',
  'snapshots:list',
  'snapshots:show',
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
  'disk:lock': readProfileRequest,
  'snapshots:list': readProfileRequest,
  'snapshots:show': readSnapshotRequest,
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

function readSnapshotRequest(value: unknown): SnapshotRequest {
  const record = asRecord(value, 'the request');
  const snapshot = readString(record, 'snapshot');
  if (snapshot === '' || snapshot.startsWith('.') || /[/\0]/.test(snapshot)) {
    throw new InvalidField('snapshot is not a name');
  }
  return { profileId: readProfileId(record, 'profileId'), snapshot };
}
