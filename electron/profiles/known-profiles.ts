import { lastBackup } from '../../main/domain/last-backup.js';
import type { RememberedBackup, SeenSnapshots } from '../../main/domain/last-backup.js';
import { remotePlace } from '../../main/domain/remote-place.js';
import type { LastBackup } from '../../main/domain/safety.js';
import { placeOf } from '../../main/domain/same-place.js';
import { BackupError } from '../../main/shared/backup-error.js';
import { INSTALLED_PROFILES, PROFILE_STATES } from '../../main/shared/helper-files.js';
import type { Profile } from '../../main/shared/profile.js';
import type { ProfileState } from '../../main/shared/profile-state.js';
import { failure, success } from '../../main/shared/result.js';
import type { Failure, Result } from '../../main/shared/result.js';
import { DEFAULT_TRIGGERS } from '../../main/shared/triggers.js';
import type { Triggers } from '../../main/shared/triggers.js';
import { listInstalledProfiles } from '../../main/system/installed-profiles.js';
import { readProfileState } from '../../main/system/profile-states.js';
import type { RunLogFile } from '../runs/run-log-file.js';
import type { SettingsFile } from '../settings/settings-file.js';
import { seenSnapshots } from '../snapshots/seen-snapshots.js';
import { watchDirectory } from './watch-directory.js';

export interface KnownProfile {
  readonly profile: Profile;
  /** True: it is installed in the system, and root carries it out. */
  readonly needsRoot: boolean;
  readonly triggers: Triggers;
}

type BackupLog = Pick<RunLogFile, 'entries' | 'snapshotsOf'>;

/** The profiles of the person and those that are installed, and when each was last backed up. */
export class KnownProfiles {
  readonly #settings: SettingsFile;
  /** What the helper remembers, by profile id. */
  #remembered: ReadonlyMap<string, RememberedBackup> = new Map();
  /** By profile id, of the person's own. */
  readonly #looks = new Map<string, Look>();
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

  lastBackup(profile: Profile, log: BackupLog, now: number): LastBackup | null {
    const remembered = this.#remembered.get(profile.id) ?? null;
    const look = this.#looks.get(profile.id);
    const seen = look?.place === placeOf(profile) ? look.snapshots : null;
    // A daemon need not show the snapshots that it has.
    const told = remotePlace(profile)?.kind === 'ssh' ? log.snapshotsOf(profile) : null;
    return lastBackup(profile, { remembered, seen, told, log: log.entries }, now);
  }

  /** There is a backup that the last look, or one that goes on, has not found; the log has it. */
  forgetSnapshots(id: string): void {
    this.#looks.delete(id);
  }

  async readInstalled(): Promise<void> {
    const listed = (await listInstalledProfiles()).map(({ profile }) => profile);
    this.#installed = listed.flatMap((read) => (read.ok ? [read.value] : []));
    const states = await Promise.all(
      this.#installed.map(async (profile) => ({ id: profile.id, read: await readState(profile) })),
    );
    this.#remembered = new Map(
      states.flatMap(({ id, read }) => (read.ok ? [[id, read.value] as const] : [])),
    );
    this.#problems = [...listed, ...states.map(({ read }) => read)].flatMap((read) =>
      read.ok ? [] : [read.failure],
    );
  }

  /** Looks anew at the snapshots of each profile of the person. Other machines are not asked. */
  async readSnapshots(): Promise<void> {
    for (const { profile, needsRoot } of this.all) {
      if (needsRoot || remotePlace(profile) !== null) continue;
      const look = this.#lookAt(profile);
      const snapshots = await seenSnapshots(profile);
      // A run that has ended meanwhile made what was seen untrue.
      if (this.#looks.get(profile.id) === look) this.#looks.set(profile.id, { ...look, snapshots });
    }
  }

  close(): void {
    for (const watch of this.#watches) watch.close();
  }

  /** A new look, which knows what the last one found. */
  #lookAt(profile: Profile): Look {
    const place = placeOf(profile);
    const before = this.#looks.get(profile.id);
    const look: Look = { place, snapshots: before?.place === place ? before.snapshots : null };
    this.#looks.set(profile.id, look);
    return look;
  }
}

/** At the snapshots where a profile goes. */
interface Look {
  /** See same-place.ts. */
  readonly place: string;
  /** null: they are away, or were not seen yet. */
  readonly snapshots: SeenSnapshots | null;
}

async function readState(profile: Profile): Promise<Result<RememberedBackup>> {
  try {
    return success(rememberedIn(await readProfileState(profile)));
  } catch (error) {
    if (!(error instanceof BackupError)) throw error;
    const { code, message: title, advice, detail } = error;
    return failure({ code, title, advice, detail });
  }
}

function rememberedIn({ lastBackup: last, asOf }: ProfileState): RememberedBackup {
  return {
    last: last === null ? null : { at: Date.parse(last.start), complete: last.complete },
    asOf: asOf === null ? null : Date.parse(asOf),
  };
}
