import type { DiskSpace } from './disk-space.js';
import type { Failure } from './result.js';
import type { RotationPolicy } from './rotation-policy.js';
import type { AgeNotice, HoldReason } from './run-log.js';
import type { RunResult, RunState } from './run-state.js';
import type { NotificationChoice, Theme } from './settings.js';

/** Whether what a profile protects is safe, and since when. Times are milliseconds since the epoch. */
export type Safety =
  | { readonly kind: 'never' }
  | { readonly kind: 'safe'; readonly since: number }
  /** The last backup is recent, but some files could not be read. */
  | { readonly kind: 'incomplete'; readonly since: number }
  /** Older than one interval: changes since then would be lost. */
  | { readonly kind: 'late'; readonly since: number }
  /** Older than three intervals. */
  | { readonly kind: 'stale'; readonly since: number }
  /** Dated later than the clock of this computer says, so that nobody knows how old it is. */
  | { readonly kind: 'ahead'; readonly since: number }
  | { readonly kind: 'failed'; readonly since: number | null };

/** The disk that a destination is on. */
export interface DiskView {
  readonly name: string;
  readonly state: 'not-connected' | 'connected' | 'open';
  readonly encrypted: boolean;
  /** True: it is open, and can be locked on request. */
  readonly lockable: boolean;
  /** True: what is on it can be looked at. A backup that runs opens it for itself alone. */
  readonly readable: boolean;
}

/** Whether a host answered when it was needed. */
export interface HostAnswer {
  readonly answers: boolean;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** The other machine that a destination is on. */
export interface HostView {
  readonly name: string;
  readonly kind: 'ssh' | 'daemon';
  /** null: it was not needed yet. */
  readonly answer: HostAnswer | null;
}

/** A profile as the window shows it. */
export interface ProfileView {
  readonly id: string;
  readonly name: string;
  /** The home directory is written as `~`. */
  readonly source: string;
  readonly destination: string;
  readonly rotation: RotationPolicy;
  readonly demonstration: boolean;
  readonly safety: Safety;
  /** What the age of the last backup deserves to be told, also when a later run failed; null: nothing. */
  readonly overdue: AgeNotice | null;
  /** True: it is installed in the system, and root carries it out. */
  readonly needsRoot: boolean;
  /** null: the destination is there without our doing. */
  readonly disk: DiskView | null;
  /** null: the destination is on this machine. */
  readonly host: HostView | null;
  /** True: plugging the disk in starts a backup. */
  readonly startsOnPlug: boolean;
  /** A cron expression; null: there is no schedule. */
  readonly schedule: string | null;
  /** When the schedule starts the next run; null: never. */
  readonly nextAt: number | null;
  /** What keeps a run that is due from starting; null: none is due. */
  readonly heldBack: HoldReason | null;
  /** null: there was none. */
  readonly lastBackupAt: number | null;
  /** As the log has it; null: it has none. */
  readonly lastRun: RunResult | null;
  /** null: it was not seen yet. */
  readonly space: DiskSpace | null;
}

export type SettingsView =
  { readonly kind: 'ready' } | { readonly kind: 'refused'; readonly failure: Failure };

/** What a person has chosen for the whole application, and what it can do here. */
export interface AppChoices {
  /** Nothing starts by itself until then; null: nothing is paused. */
  readonly pausedUntil: number | null;
  readonly notifications: NotificationChoice;
  readonly theme: Theme;
  /** True: the application starts, hidden, when the person logs in. */
  readonly autostart: boolean;
  /** False: this desktop shows no tray icons. */
  readonly trayShown: boolean;
}

/** All that the window shows besides the lists that it asks for. */
export interface AppView {
  readonly settings: SettingsView;
  readonly profiles: readonly ProfileView[];
  /** What keeps installed profiles from being used. */
  readonly problems: readonly Failure[];
  /** What does not work as it should, while backups can be made all the same. */
  readonly complaints: readonly Failure[];
  readonly run: RunState;
  readonly choices: AppChoices;
  /** The kind of English in which dates are written, such as `en-GB`. */
  readonly locale: string;
}
