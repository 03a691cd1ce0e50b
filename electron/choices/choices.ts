import type { AppChoices } from '../../main/shared/app-view.js';
import type { ChoicesRequest } from '../../main/shared/application-requests.js';
import { isPaused } from '../../main/shared/pause.js';
import type { Result } from '../../main/shared/result.js';
import { EMPTY_SETTINGS } from '../../main/shared/settings.js';
import type { Settings } from '../../main/shared/settings.js';
import type { AutostartFile } from '../autostart/autostart-file.js';
import type { SettingsFile } from '../settings/settings-file.js';

const HOUR = 60 * 60_000;

/** What the person has chosen for the whole application. */
export class Choices {
  readonly #settings: SettingsFile;
  readonly #autostart: AutostartFile;
  /** Milliseconds since the epoch. */
  readonly #now: () => number;

  constructor(settings: SettingsFile, autostart: AutostartFile, now: () => number) {
    this.#settings = settings;
    this.#autostart = autostart;
    this.#now = now;
  }

  get #chosen(): Settings {
    const { reading } = this.#settings;
    // Nothing runs while the settings cannot be used; what is told and how it looks must go on.
    return reading.kind === 'ready' ? reading.settings : EMPTY_SETTINGS;
  }

  /** null: nothing is paused. */
  get pausedUntil(): number | null {
    const { pausedUntil } = this.#chosen;
    return isPaused(pausedUntil, this.#now()) ? pausedUntil : null;
  }

  get toldOfNoTray(): boolean {
    return this.#chosen.toldOfNoTray;
  }

  view(trayShown: boolean): AppChoices {
    const { notifications, theme } = this.#chosen;
    const { pausedUntil } = this;
    return { pausedUntil, notifications, theme, autostart: this.#autostart.on, trayShown };
  }

  /** @param hours 0 ends the pause */
  pause(hours: number): Result<null> {
    const pausedUntil = hours === 0 ? null : this.#now() + hours * HOUR;
    return this.#settings.update((before) => ({ ...before, pausedUntil }));
  }

  choose({ notifications, theme, autostart }: ChoicesRequest): Result<null> {
    if (autostart !== this.#autostart.on) {
      const changed = this.#autostart.set(autostart);
      if (!changed.ok) return changed;
    }
    return this.#settings.update((before) => ({ ...before, notifications, theme }));
  }

  noteToldOfNoTray(): Result<null> {
    return this.#settings.update((before) => ({ ...before, toldOfNoTray: true }));
  }
}
