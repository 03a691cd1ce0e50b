import type {
  NewProfileRequest,
  ProfileContract,
  ProfileDraft,
  SourceRequest,
} from './profile-requests.js';
import { readNothing, readProfileRequest } from './parse-application-request.js';
import { readDraftProfile, readProfileId } from './parse-profile.js';
import { readTriggers } from './parse-triggers.js';
import { asRecord, InvalidField, readBoolean, readNullable, readString } from './read-field.js';

/** For each channel the reader of its request; a reader throws InvalidField. */
export const PROFILE_REQUEST_READERS: {
  readonly [C in keyof ProfileContract]: (value: unknown) => ProfileContract[C]['request'];
} = {
  'profile:new': readNewProfile,
  'profile:read': readProfileRequest,
  'profile:check': readDraft,
  'profile:test': readDraft,
  'profile:stop-test': readNothing,
  'profile:save': readDraft,
  'profile:remove': readProfileRequest,
  'disk:choices': readNothing,
  'networks:read': readNothing,
  'folder:choose': readNothing,
  'excludes:measure': readSource,
};

function readNewProfile(value: unknown): NewProfileRequest {
  return { copyOf: readNullable(asRecord(value, 'the request'), 'copyOf', readProfileId) };
}

/** What is still being typed may be wrong; whether it can be used is checked apart from that. */
function readDraft(value: unknown): ProfileDraft {
  const record = asRecord(value, 'the request');
  return {
    profile: readDraftProfile(record['profile']),
    triggers: readTriggers(record['triggers']),
    needsRoot: readBoolean(record, 'needsRoot'),
  };
}

function readSource(value: unknown): SourceRequest {
  const source = readString(asRecord(value, 'the request'), 'source');
  if (source.startsWith('/') && !source.includes('\0')) return { source };
  throw new InvalidField('source is not an absolute path');
}
