export const SETTINGS_VERSION = 4;

/** Turns the settings of one version into those of the next. Pure; once released, never edited. */
export type Migration = (settings: unknown) => unknown;

/** The first entry leads from version 1 to version 2. */
const MIGRATIONS: readonly Migration[] = [withDisks, withSchedules, withOtherMachines];

/** Brings settings from the version that they state to the newest. */
export function migrateSettings(
  settings: unknown,
  version: number,
  migrations: readonly Migration[] = MIGRATIONS,
): unknown {
  return migrations.slice(version - 1).reduce((value, migrate) => migrate(value), settings);
}

/** Version 2: profiles know their disk, and persons choose when profiles run. */
function withDisks(settings: unknown): unknown {
  if (!isRecord(settings)) return settings;
  const { profiles } = settings;
  return {
    ...settings,
    version: 2,
    profiles: Array.isArray(profiles) ? profiles.map(withoutDisk) : profiles,
    triggers: {},
  };
}

function withoutDisk(profile: unknown): unknown {
  return isRecord(profile)
    ? { ...profile, cryptoName: null, mountPoint: null, multiFs: false }
    : profile;
}

/** Version 3: profiles run by a schedule, and persons choose what they are told. */
function withSchedules(settings: unknown): unknown {
  if (!isRecord(settings)) return settings;
  const { triggers } = settings;
  return {
    ...settings,
    version: 3,
    triggers: isRecord(triggers) ? mapValues(triggers, withoutSchedule) : triggers,
    notifications: 'all',
    theme: 'system',
    pausedUntil: null,
    toldOfNoTray: false,
  };
}

function withoutSchedule(triggers: unknown): unknown {
  return isRecord(triggers)
    ? { ...triggers, schedule: null, scheduledSince: 0, onBattery: true, reminderDays: 7 }
    : triggers;
}

/** Version 4: profiles of other machines wait for a host or a network. */
function withOtherMachines(settings: unknown): unknown {
  if (!isRecord(settings)) return settings;
  const { triggers } = settings;
  return {
    ...settings,
    version: 4,
    triggers: isRecord(triggers) ? mapValues(triggers, withoutNetworks) : triggers,
  };
}

function withoutNetworks(triggers: unknown): unknown {
  return isRecord(triggers) ? { ...triggers, whenHostAnswers: true, networks: [] } : triggers;
}

function mapValues(
  record: Readonly<Record<string, unknown>>,
  change: (value: unknown) => unknown,
): unknown {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
