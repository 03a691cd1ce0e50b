import { readProfile } from './parse-profile.js';
import type { Profile } from './profile.js';
import { asRecord, InvalidField, parsed, readArray } from './read-field.js';
import { migrateSettings, SETTINGS_VERSION } from './settings-migrations.js';

/** What the application remembers for a person. */
export interface Settings {
  readonly version: typeof SETTINGS_VERSION;
  readonly profiles: readonly Profile[];
}

export const EMPTY_SETTINGS: Settings = { version: SETTINGS_VERSION, profiles: [] };

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
  return { version: SETTINGS_VERSION, profiles };
}
