import type { Profile } from './profile.js';
import { readDraftRemoteChoices, readRemoteChoices } from './parse-remote-choices.js';
import {
  asRecord,
  InvalidField,
  parsed,
  readBoolean,
  readNullable,
  readString,
  readStrings,
} from './read-field.js';
import type { Parsed, UnknownRecord } from './read-field.js';
import { FREQUENCIES } from './rotation-policy.js';
import type {
  Frequency,
  RetentionCount,
  RotationPolicy,
  RotationScheme,
} from './rotation-policy.js';

const PROFILE_ID = /^[a-z0-9-]{1,64}$/;

export function parseProfile(value: unknown): Parsed<Profile> {
  return parsed(() => readProfile(value));
}

/** A profile that is still being edited: its texts may be empty or wrong, its shape may not. */
export function readDraftProfile(value: unknown): Profile {
  const record = asRecord(value, 'the profile');
  return {
    id: readProfileId(record, 'id'),
    name: readString(record, 'name'),
    source: readString(record, 'source'),
    destination: readString(record, 'destination'),
    cryptoName: readNullable(record, 'cryptoName', readDeviceName),
    mountPoint: readNullable(record, 'mountPoint', readMountPoint),
    remote: readDraftRemoteChoices(record['remote']),
    // Each is a line that was typed, also the one that was only begun.
    excludes: readStrings(record, 'excludes').filter((pattern) => pattern !== ''),
    multiFs: readBoolean(record, 'multiFs'),
    rotation: readDraftRotation(record['rotation']),
    skipUnchanged: readBoolean(record, 'skipUnchanged'),
    destinationId: readNullable(record, 'destinationId', readString),
  };
}

/** As parseProfile, for parsers that a profile is a part of. */
export function readProfile(value: unknown): Profile {
  const record = asRecord(value, 'the profile');
  return {
    id: readProfileId(record, 'id'),
    name: readName(record),
    source: readAbsolutePath(record, 'source'),
    destination: readDestination(record),
    cryptoName: readNullable(record, 'cryptoName', readDeviceName),
    mountPoint: readNullable(record, 'mountPoint', readMountPoint),
    remote: readRemoteChoices(record['remote']),
    excludes: readPatterns(record),
    multiFs: readBoolean(record, 'multiFs'),
    rotation: readRotationPolicy(record['rotation']),
    skipUnchanged: readBoolean(record, 'skipUnchanged'),
    destinationId: readNullable(record, 'destinationId', readString),
  };
}

export function readProfileId(record: UnknownRecord, field: string): string {
  const id = readString(record, field);
  if (PROFILE_ID.test(id)) return id;
  throw new InvalidField(`${field} is not made of 1 to 64 of a–z, 0–9 and -`);
}

function readName(record: UnknownRecord): string {
  const name = readString(record, 'name').trim();
  if (name !== '' && !hasControlCharacters(name)) return name;
  throw new InvalidField('name is empty or holds control characters');
}

function readAbsolutePath(record: UnknownRecord, field: string): string {
  const path = readString(record, field);
  if (path.startsWith('/') && !path.includes('\0')) return path;
  throw new InvalidField(`${field} is not an absolute path`);
}

// Whether it is a good destination is for the engine to say; here it must
// only be unable to pass for an option or to end early.
function readDestination(record: UnknownRecord): string {
  const destination = readString(record, 'destination');
  if (destination !== '' && !destination.startsWith('-') && !destination.includes('\0')) {
    return destination;
  }
  throw new InvalidField('destination is empty, starts with “-” or holds a NUL');
}

/** A name below /dev/mapper, with the characters that cryptsetup(8) and udev(7) leave as they are. */
const DEVICE_NAME = /^(?!-)(?!\.{1,2}$)[A-Za-z0-9#+\-.:=@_]{1,127}$/;

function readDeviceName(record: UnknownRecord, field: string): string {
  const name = readString(record, field);
  if (DEVICE_NAME.test(name)) return name;
  throw new InvalidField(`${field} is not the name of an encrypted disk`);
}

function readMountPoint(record: UnknownRecord, field: string): string {
  const path = readAbsolutePath(record, field);
  if (path !== '/' && isNormalized(path)) return path;
  throw new InvalidField(
    `${field} is “/”, or not written without “.”, “..”, “//” and a slash at its end`,
  );
}

function isNormalized(path: string): boolean {
  return path
    .slice(1)
    .split('/')
    .every((part) => part !== '' && part !== '.' && part !== '..');
}

function readPatterns(record: UnknownRecord): readonly string[] {
  const patterns = readStrings(record, 'excludes');
  if (patterns.every((pattern) => pattern !== '' && !pattern.includes('\0'))) return patterns;
  throw new InvalidField('excludes holds an empty pattern or a NUL');
}

export function readRotationPolicy(value: unknown): RotationPolicy {
  const record = asRecord(value, 'rotation');
  return {
    scheme: readScheme(record['scheme']),
    strict: readBoolean(record, 'strict'),
    preferRecent: readBoolean(record, 'preferRecent'),
    keepNewest: readBoolean(record, 'keepNewest'),
  };
}

/** One that keeps nothing is told of by the check of the draft. */
function readDraftRotation(value: unknown): RotationPolicy {
  const record = asRecord(value, 'rotation');
  const isEmpty = Object.keys(asRecord(record['scheme'], 'scheme')).length === 0;
  return isEmpty
    ? { ...readRotationPolicy({ ...record, scheme: { daily: 1 } }), scheme: {} }
    : readRotationPolicy(record);
}

function readScheme(value: unknown): RotationScheme {
  const record = asRecord(value, 'scheme');
  const unknown = Object.keys(record).find((key) => !isFrequency(key));
  if (unknown !== undefined) throw new InvalidField(`scheme has no frequency “${unknown}”`);
  const entries = FREQUENCIES.filter((frequency) => record[frequency] !== undefined).map(
    (frequency) => [frequency, readCount(record[frequency], frequency)] as const,
  );
  if (entries.length === 0) throw new InvalidField('scheme is empty and would keep nothing');
  return Object.fromEntries(entries);
}

function isFrequency(key: string): key is Frequency {
  return FREQUENCIES.some((frequency) => frequency === key);
}

function readCount(value: unknown, frequency: Frequency): RetentionCount {
  if (value === 'always') return value;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value;
  throw new InvalidField(`${frequency} is neither a whole number above 0 nor “always”`);
}

function hasControlCharacters(text: string): boolean {
  return /\p{Cc}/u.test(text);
}
