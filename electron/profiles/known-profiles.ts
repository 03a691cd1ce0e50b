import { runsOf } from '../../main/domain/profile-history.js';
import { remotePlace } from '../../main/domain/remote-place.js';
import type { LastBackup } from '../../main/domain/safety.js';
import { BackupError } from '../../main/shared/backup-error.js';
import { INSTALLED_PROFILES, PROFILE_STATES } from '../../main/shared/helper-protocol.js';
import type { Profile } from '../../main/shared/profile.js';
import type { ProfileState } from '../../main/shared/profile-state.js';
import type { LogEntry } from '../../main/shared/run-log.js';
import type { Failure } from '../../main/shared/result.js';
import { DEFAULT_TRIGGERS } from '../../main/shared/triggers.js';
import type { Triggers } from '../../main/shared/triggers.js';
import { listInstalledProfiles } from '../../main/system/installed-profiles.js';
import { readProfileState } from '../../main/system/profile-states.js';
import type { SettingsFile } from '../settings/settings-file.js';
import { backupIn } from '../runs/backup-in.js';
import { newestSnapshot } from '../snapshots/snapshot-service.js';
import { watchDirectory } from './watch-directory.js';

export interface KnownProfile {
  readonly profile: Profile;
  /** True: it is installed in the system, and root carries it out. */
  readonly needsRoot: boolean;
  readonly triggers: Triggers;
}

/** The profiles of the person and those that are installed, and when each was last backed up. */
export class KnownProfiles {
  readonly #settings: SettingsFile;
  readonly #lastBackups = new Map<string, LastBackup>();
  readonly #watches: readonly { readonly close: () => void }[];
  #installed: readonly Profile[] = [];
  #problems: readonly Failure[] = [];

  /** @param onInstalled what is installed, or known of it, may have changed: it is to be read again */
  constructor(settings: SettingsFile, onInstalled: () => void) {
    this.#settings = settings;
    const directories = [INSTALLED_PROFILES, PROFILE_STATES];
    this.#watches = directories.map((path) => watchDirectory(path, onInstalled));
  }

  /** None where the settings cannot be used: nothing runs on guesses. Of two with one id, the installed one. */
  get all(): readonly KnownProfile[] {
    const { reading } = this.#settings;
    if (reading.kind !== 'ready') return [];
    const { profiles, triggers } = reading.settings;
    const installed = new Set(this.#installed.map(({ id }) => id));
    const own = profiles.filter(({ id }) => !installed.has(id));
    const known = (profile: Profile, needsRoot: boolean): KnownProfile => ({
      profile,
      needsRoot,
      triggers: triggers[profile.id] ?? DEFAULT_TRIGGERS,
    });
    return [
      ...this.#installed.map((profile) => known(profile, true)),
      ...own.map((profile) => known(profile, false)),
    ];
  }

  /** What keeps installed profiles from being used. */
  get problems(): readonly Failure[] {
    return this.#problems;
  }

  find(id: string): KnownProfile | null {
    return this.all.find(({ profile }) => profile.id === id) ?? null;
  }

  lastBackup(id: string): LastBackup | null {
    return this.#lastBackups.get(id) ?? null;
  }

  /** A later one of the same profile is kept. */
  noteBackup(id: string, backup: LastBackup): void {
    if (backup.at > (this.lastBackup(id)?.at ?? 0)) this.#lastBackups.set(id, backup);
  }

  async readInstalled(): Promise<void> {
    const listed = (await listInstalledProfiles()).map(({ profile }) => profile);
    this.#installed = listed.flatMap((read) => (read.ok ? [read.value] : []));
    const unreadable = await Promise.all(this.#installed.map(({ id }) => this.#readState(id)));
    this.#problems = [
      ...listed.flatMap((read) => (read.ok ? [] : [read.failure])),
      ...unreadable.filter((failure) => failure !== null),
    ];
  }

  /**
   * Reads anew when each profile of the person was last backed up: from the snapshots themselves, or where they are on another
   * machine, which is not asked for that, from the log.
   */
  async readSnapshots(log: readonly LogEntry[]): Promise<void> {
    for (const { profile, needsRoot } of this.all) {
      const newest = needsRoot ? null : await newestBackup(profile, log);
      if (newest !== null) this.noteBackup(profile.id, newest);
    }
  }

  close(): void {
    for (const watch of this.#watches) watch.close();
  }

  async #readState(id: string): Promise<Failure | null> {
    try {
      const backup = lastBackupIn(await readProfileState(id));
      if (backup !== null) this.noteBackup(id, backup);
      return null;
    } catch (error) {
      if (!(error instanceof BackupError)) throw error;
      const { code, message: title, advice, detail } = error;
      return { code, title, advice, detail };
    }
  }
}

async function newestBackup(
  profile: Profile,
  log: readonly LogEntry[],
): Promise<LastBackup | null> {
  const place = remotePlace(profile);
  if (place === null) return newestSnapshot(profile);
  const backups = runsOf(log, profile.id).flatMap((run) =>
    run.host === place.host ? (backupIn(run.result) ?? []) : [],
  );
  return backups.at(-1) ?? null;
}

function lastBackupIn({ lastBackup }: ProfileState): LastBackup | null {
  if (lastBackup === null) return null;
  return { at: Date.parse(lastBackup.start), complete: lastBackup.complete };
}
