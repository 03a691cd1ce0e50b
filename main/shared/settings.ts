import { readProfile } from './parse-profile.js';
import type { Profile } from './profile.js';
import {
  asRecord,
  InvalidField,
  parsed,
  readArray,
  readBoolean,
  readJson,
  readNullable,
  readTime,
  readOneOf,
} from './read-field.js';
import { migrateSettings, SETTINGS_VERSION } from './settings-migrations.js';
import { readTriggers } from './parse-triggers.js';
import type { Triggers } from './triggers.js';

/** What the application remembers for a person. */
export interface Settings {
  readonly version: typeof SETTINGS_VERSION;
  /** Those that need no root; the others are installed in the system (installed-profile.ts). */
  readonly profiles: readonly Profile[];
  /** By profile id, of both kinds of profiles; DEFAULT_TRIGGERS where there is none. */
  readonly triggers: Readonly<Record<string, Triggers>>;
  readonly notifications: NotificationChoice;
  readonly theme: Theme;
  /** Milliseconds since the epoch: until then nothing starts by itself. null: it does. */
  readonly pausedUntil: number | null;
  /** True: the person knows that this desktop has no place for a tray icon. */
  readonly toldOfNoTray: boolean;
}

export const NOTIFICATION_CHOICES = ['all', 'problems', 'none'] as const;

/** Of what a person is told outside of the window. */
export type NotificationChoice = (typeof NOTIFICATION_CHOICES)[number];

export const THEMES = ['system', 'light', 'dark'] as const;

export type Theme = (typeof THEMES)[number];

export const EMPTY_SETTINGS: Settings = {
  version: SETTINGS_VERSION,
  profiles: [],
  triggers: {},
  notifications: 'all',
  theme: 'system',
  pausedUntil: null,
  toldOfNoTray: false,
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
  const version = parsed(() => readVersion(readJson(text)));
  if (!version.ok) return { kind: 'invalid', problem: version.problem };
  if (version.value > SETTINGS_VERSION) return { kind: 'newer', version: version.value };
  const settings = parsed(() => readSettings(migrateSettings(readJson(text), version.value)));
  return settings.ok
    ? { kind: 'ready', settings: settings.value }
    : { kind: 'invalid', problem: settings.problem };
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
    triggers: Object.fromEntries(triggers.map(([id, value]) => [id, triggersOf(value, id)])),
    notifications: readOneOf(record, 'notifications', NOTIFICATION_CHOICES),
    theme: readOneOf(record, 'theme', THEMES),
    pausedUntil: readNullable(record, 'pausedUntil', readTime),
    toldOfNoTray: readBoolean(record, 'toldOfNoTray'),
  };
}

function triggersOf(value: unknown, id: string): Triggers {
  const read = parsed(() => readTriggers(value));
  if (read.ok) return read.value;
  throw new InvalidField(`triggers of “${id}”: ${read.problem}`);
}
