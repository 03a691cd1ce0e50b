/** When a profile runs by itself: a person's own choice, apart from the profile, keyed by its id. */
export interface Triggers {
  /** Plugging its disk in starts a run. */
  readonly onPlug: boolean;
  /** A disk plugged in again within so many minutes of the last backup starts none. */
  readonly minimumIntervalMinutes: number;
}

export const DEFAULT_TRIGGERS: Triggers = { onPlug: true, minimumIntervalMinutes: 60 };
