import ElectronStore from 'electron-store';
import { failure, success } from '../../main/shared/result.js';
import type { Result } from '../../main/shared/result.js';
import { EMPTY_SETTINGS, parseSettings } from '../../main/shared/settings.js';
import type { Settings, SettingsProblem, SettingsReading } from '../../main/shared/settings.js';
import { settingsFailure } from '../../main/domain/settings-failure.js';
import { SETTINGS_SCHEMA } from './settings-schema.js';

/**
 * The settings on the disk. They are read through our own parser each time, before each write too:
 * a file that cannot be used is never written over, whenever it became so.
 */
export class SettingsFile {
  readonly path: string;
  readonly #directory: string;
  #reading: SettingsReading;

  constructor(directory: string) {
    this.#directory = directory;
    this.path = `${directory}/settings.json`;
    this.#reading = this.#read();
  }

  get reading(): SettingsReading {
    return this.#reading;
  }

  reload(): void {
    this.#reading = this.#read();
  }

  /** Replaces what is in the file, whole, by `change` of what is in it now. */
  update(change: (settings: Settings) => Settings): Result<null> {
    this.reload();
    if (this.#reading.kind !== 'ready') {
      return failure(settingsFailure(this.#reading, this.path));
    }
    const settings = change(this.#reading.settings);
    try {
      this.#open().set(settings);
    } catch (error) {
      return failure({
        code: 'settings-not-written',
        title: 'The settings could not be written.',
        advice: 'Make room in your home directory, or make it writable, then try again.',
        detail: `${this.path}\n${String(error)}`,
      });
    }
    this.#reading = { kind: 'ready', settings };
    return success(null);
  }

  #read(): SettingsReading {
    try {
      const { store } = this.#open();
      return { kind: 'ready', settings: 'version' in store ? store : EMPTY_SETTINGS };
    } catch (error) {
      if (error instanceof SettingsRefused) return error.problem;
      return { kind: 'unreadable', problem: String(error) };
    }
  }

  #open(): ElectronStore<Settings> {
    return new ElectronStore<Settings>({
      cwd: this.#directory,
      name: 'settings',
      configFileMode: 0o600,
      clearInvalidConfig: false,
      schema: SETTINGS_SCHEMA,
      deserialize: readOrRefuse,
    });
  }
}

class SettingsRefused extends Error {
  override readonly name = 'SettingsRefused';
  readonly problem: SettingsProblem;

  constructor(problem: SettingsProblem) {
    super(`The settings are ${problem.kind}.`);
    this.problem = problem;
  }
}

function readOrRefuse(text: string): Settings {
  const reading = parseSettings(text);
  if (reading.kind === 'ready') return reading.settings;
  throw new SettingsRefused(reading);
}
