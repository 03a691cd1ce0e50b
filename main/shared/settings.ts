import { readProfile } from './parse-profile.js';
import type { Profile } from './profile.js';
import {
  asRecord,
  InvalidField,
  parsed,
  readArray,
  readBoolean,
  readNumber,
} from './read-field.js';
import { migrateSettings, SETTINGS_VERSION } from './settings-migrations.js';
import type { Triggers } from './triggers.js';

/** What the application remembers for a person. */
export interface Settings {
  readonly version: typeof SETTINGS_VERSION;
  /** Those that need no root; the others are installed in the system (installed-profile.ts). */
  readonly profiles: readonly Profile[];
  /** By profile id, of both kinds of profiles; DEFAULT_TRIGGERS where there is none. */
  readonly triggers: Readonly<Record<string, Triggers>>;
}

export const EMPTY_SETTINGS: Settings = {
  version: SETTINGS_VERSION,
  profiles: [],
  triggers: {},
};

/** Why a settings file cannot be used. It is never replaced by defaults: defaults delete backups. */
export type SettingsProblem =
  | { readonly kind: 'unreadable'; readonly problem: string }
  | { readonly kind: 'invalid'; readonly problem: string }
  | { readonly kind: 'newer'; readonly version: number };

export type SettingsReading =
  { readonly kind: 'ready'; readonly settings: Settings } | SettingsProblem;

/** Reads the text of a settings file of this or any earlier version. */
export function parseSettings(text: string): SettingsReading {
  const version = parsed(() => readVersion(parseJson(text)));
  if (!version.ok) return { kind: 'invalid', problem: version.problem };
  if (version.value > SETTINGS_VERSION) return { kind: 'newer', version: version.value };
  const settings = parsed(() => readSettings(migrateSettings(parseJson(text), version.value)));
  return settings.ok
    ? { kind: 'ready', settings: settings.value }
    : { kind: 'invalid', problem: settings.problem };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new InvalidField(`not JSON: ${error.message}`);
    throw error;
  }
}

function readVersion(value: unknown): number {
  const { version } = asRecord(value, 'the file') as { readonly version?: unknown };
  if (typeof version === 'number' && Number.isSafeInteger(version) && version > 0) return version;
  throw new InvalidField('version is not a whole number above 0');
}

function readSettings(value: unknown): Settings {
  const record = asRecord(value, 'the file');
  const profiles = readArray(record, 'profiles').map(readProfile);
  const ids = new Set(profiles.map((profile) => profile.id));
  if (ids.size !== profiles.length) throw new InvalidField('two profiles have the same id');
  const triggers = Object.entries(asRecord(record['triggers'], 'triggers'));
  return {
    version: SETTINGS_VERSION,
    profiles,
    triggers: Object.fromEntries(triggers.map(([id, value]) => [id, readTriggers(value, id)])),
  };
}

function readTriggers(value: unknown, id: string): Triggers {
  const record = asRecord(value, `triggers of “${id}”`);
  const minimumIntervalMinutes = readNumber(record, 'minimumIntervalMinutes');
  if (minimumIntervalMinutes < 0) throw new InvalidField('minimumIntervalMinutes is below 0');
  return { onPlug: readBoolean(record, 'onPlug'), minimumIntervalMinutes };
}
