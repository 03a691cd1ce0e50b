import type { AskChannel, AskRequest, SnapshotRequest } from './ipc-contract.js';
import { APPLICATION_REQUEST_READERS, readProfileRequest } from './parse-application-request.js';
import { readProfileId } from './parse-profile.js';
import { PROFILE_REQUEST_READERS } from './parse-profile-request.js';
import { asRecord, InvalidField, readString } from './read-field.js';

/** For each channel the reader of its request; a reader throws InvalidField. */
export const ASK_REQUEST_READERS: {
  readonly [C in AskChannel]: (value: unknown) => AskRequest<C>;
} = {
  ...APPLICATION_REQUEST_READERS,
  ...PROFILE_REQUEST_READERS,
  'snapshots:list': readProfileRequest,
  'snapshots:show': readSnapshotRequest,
};

export const ASK_CHANNELS = Object.keys(ASK_REQUEST_READERS) as readonly AskChannel[];

function readSnapshotRequest(value: unknown): SnapshotRequest {
  const record = asRecord(value, 'the request');
  const snapshot = readString(record, 'snapshot');
  if (snapshot === '' || snapshot.startsWith('.') || /[/\0]/.test(snapshot)) {
    throw new InvalidField('snapshot is not a name');
  }
  return { profileId: readProfileId(record, 'profileId'), snapshot };
}
