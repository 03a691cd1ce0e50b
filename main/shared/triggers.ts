/** When a profile runs by itself: a person's own choice, apart from the profile, keyed by its id. */
export interface Triggers {
  /** Plugging its disk in starts a run. */
  readonly onPlug: boolean;
  /** A disk plugged in again within so many minutes of the last backup starts none. */
  readonly minimumIntervalMinutes: number;
  /** A cron expression (cron.ts) in local time; null: no schedule. */
  readonly schedule: string | null;
  /** Milliseconds since the epoch: what the schedule names before this was never promised. */
  readonly scheduledSince: number;
  /** False: nothing starts by itself while the computer runs on its battery. */
  readonly onBattery: boolean;
  /** Of another machine. False: a run starts by itself whether its host answers or not. */
  readonly whenHostAnswers: boolean;
  /** Of another machine: a run starts by itself on one of these networks only, by NetworkManager's names. Empty: on every. */
  readonly networks: readonly string[];
  /** Without a schedule: days without a backup after which the person is reminded. */
  readonly reminderDays: number;
}

export const DEFAULT_TRIGGERS: Triggers = {
  onPlug: true,
  minimumIntervalMinutes: 60,
  schedule: null,
  scheduledSince: 0,
  onBattery: true,
  whenHostAnswers: true,
  networks: [],
  reminderDays: 7,
};
