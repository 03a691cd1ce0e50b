import type {
  ApplicationContract,
  ChoicesRequest,
  PassphraseRequest,
  PauseRequest,
  ProfileRequest,
  TextRequest,
} from './application-requests.js';
import { readProfileId } from './parse-profile.js';
import { PAUSE_HOURS } from './pause.js';
import {
  asRecord,
  InvalidField,
  readBoolean,
  readNumber,
  readOneOf,
  readString,
  type UnknownRecord,
} from './read-field.js';
import { NOTIFICATION_CHOICES, THEMES } from './settings.js';

/** For each channel the reader of its request; a reader throws InvalidField. */
export const APPLICATION_REQUEST_READERS: {
  readonly [C in keyof ApplicationContract]: (value: unknown) => ApplicationContract[C]['request'];
} = {
  'view:read': readNothing,
  'demonstration:create': readNothing,
  'run:start': readProfileRequest,
  'run:cancel': readNothing,
  'run:answer-passphrase': readPassphraseRequest,
  'disk:lock': readProfileRequest,
  'automation:pause': readPause,
  'log:read': readNothing,
  'text:copy': readText,
  'about:read': readNothing,
  'about:show-chromium-licences': readNothing,
  'diagnostics:copy': readNothing,
  'settings:choose': readChoices,
  'settings:reload': readNothing,
  'settings:show': readNothing,
};

export function readNothing(value: unknown): null {
  if (value === null) return null;
  throw new InvalidField('the request is not empty');
}

export function readProfileRequest(value: unknown): ProfileRequest {
  return { profileId: readProfileId(asRecord(value, 'the request'), 'profileId') };
}

/** cryptsetup(8): a passphrase has at most 512 characters. */
const LONGEST_PASSPHRASE = 512;

export function readPassphrase(record: UnknownRecord, field: string): string {
  const passphrase = readString(record, field);
  if (passphrase !== '' && passphrase.length <= LONGEST_PASSPHRASE) return passphrase;
  throw new InvalidField('the passphrase is empty or too long');
}

function readPassphraseRequest(value: unknown): PassphraseRequest {
  return { passphrase: readPassphrase(asRecord(value, 'the request'), 'passphrase') };
}

function readPause(value: unknown): PauseRequest {
  const hours = readNumber(asRecord(value, 'the request'), 'hours');
  if ([0, ...PAUSE_HOURS].includes(hours)) return { hours };
  throw new InvalidField('there is no such pause');
}

function readText(value: unknown): TextRequest {
  return { text: readString(asRecord(value, 'the request'), 'text') };
}

function readChoices(value: unknown): ChoicesRequest {
  const record = asRecord(value, 'the request');
  return {
    notifications: readOneOf(record, 'notifications', NOTIFICATION_CHOICES),
    theme: readOneOf(record, 'theme', THEMES),
    autostart: readBoolean(record, 'autostart'),
  };
}
