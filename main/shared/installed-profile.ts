import { readProfile } from './parse-profile.js';
import type { Profile } from './profile.js';
import type { ProfileState } from './profile-state.js';
import {
  asRecord,
  InvalidField,
  parsed,
  readBoolean,
  readJson,
  readNullable,
  readString,
  type Parsed,
  type UnknownRecord,
} from './read-field.js';

/** A profile that root carries out: a file of INSTALLED_PROFILES. */
export interface InstalledProfile extends Profile {
  /** Of the file's form. */
  readonly version: typeof INSTALLED_PROFILE_VERSION;
}

const INSTALLED_PROFILE_VERSION = 1;

/** @param id the file's name without its ending, which the profile must have too */
export function parseInstalledProfile(text: string, id: string): Parsed<Profile> {
  return parsed(() => {
    const record = readVersioned(text);
    const profile = readProfile(record);
    if (profile.id !== id) throw new InvalidField(`id is “${profile.id}”, unlike the file's name`);
    return profile;
  });
}

export function formatInstalledProfile(profile: Profile): string {
  const installed: InstalledProfile = { version: INSTALLED_PROFILE_VERSION, ...profile };
  return `${JSON.stringify(installed, null, 2)}\n`;
}

/** A file of PROFILE_STATES. */
export function parseProfileState(text: string): Parsed<ProfileState> {
  return parsed(() => {
    const record = readVersioned(text);
    return {
      version: 1,
      place: record['place'] === undefined ? null : readNullable(record, 'place', readString),
      asOf: record['asOf'] === undefined ? null : readNullable(record, 'asOf', readInstant),
      destinationId: readNullable(record, 'destinationId', readString),
      lastBackup: readNullable(record, 'lastBackup', readLastBackup),
    };
  });
}

function readLastBackup(record: UnknownRecord, field: string) {
  const backup = asRecord(record[field], field);
  return {
    start: readInstant(backup, 'start'),
    end: readInstant(backup, 'end'),
    complete: readBoolean(backup, 'complete'),
  };
}

function readInstant(record: UnknownRecord, field: string): string {
  const instant = readString(record, field);
  if (!Number.isNaN(Date.parse(instant))) return instant;
  throw new InvalidField(`${field} is not a time`);
}

function readVersioned(text: string): UnknownRecord {
  const record = asRecord(readJson(text), 'the file');
  const version = record['version'];
  if (version === INSTALLED_PROFILE_VERSION) return record;
  throw new InvalidField(
    typeof version === 'number' && version > INSTALLED_PROFILE_VERSION
      ? 'it was written by a later version of this program'
      : 'version is not 1',
  );
}
