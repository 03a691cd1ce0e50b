export const SETTINGS_VERSION = 1;

/** Turns the settings of one version into those of the next. Pure; once released, never edited. */
export type Migration = (settings: unknown) => unknown;

/** The first entry leads from version 1 to version 2. */
const MIGRATIONS: readonly Migration[] = [];

/** Brings settings from the version that they state to the newest. */
export function migrateSettings(
  settings: unknown,
  version: number,
  migrations: readonly Migration[] = MIGRATIONS,
): unknown {
  return migrations.slice(version - 1).reduce((value, migrate) => migrate(value), settings);
}
