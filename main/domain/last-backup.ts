import type { Profile } from '../shared/profile.js';
import type { LogEntry, RunEntry } from '../shared/run-log.js';
import type { RunResult } from '../shared/run-state.js';
import type { SnapshotSummary } from '../shared/snapshot-summary.js';
import { runsOf } from './profile-history.js';
import type { LastBackup } from './safety.js';
import { placeOf } from './same-place.js';

/** Snapshots as a look at a destination found them. */
export type SeenSnapshots = readonly Pick<SnapshotSummary, 'name' | 'time' | 'complete'>[];

/** What tells of the backups of a profile. */
export interface BackupTraces {
  /** What the helper remembers of an installed profile; null: nothing, or it is the person's own. */
  readonly remembered: LastBackup | null;
  /** The snapshots where the profile goes now, oldest first; null: they were not looked at since its last run, or are away. */
  readonly seen: SeenSnapshots | null;
  readonly log: readonly LogEntry[];
}

/** The newest backup of a profile where it goes now; null: none is known of. What went elsewhere does not count. */
export function lastBackup(profile: Profile, traces: BackupTraces): LastBackup | null {
  const { remembered, seen, log } = traces;
  const runs = runsKnownTo(profile, log).flatMap(({ result }) => {
    const backup = backupIn(result);
    return backup !== null && isBorneOut(result, seen) ? [backup] : [];
  });
  return newest([remembered, newestSnapshot(seen), runs.at(-1) ?? null]);
}

/** The runs of a profile to where it goes now, or to nobody knows where; oldest first. */
export function runsTo(profile: Profile, log: readonly LogEntry[]): readonly RunEntry[] {
  const place = placeOf(profile);
  return runsOf(log, profile.id).filter((run) => (run.place ?? place) === place);
}

/**
 * Logs of before places were noted do not tell where a run went. The profile forgets the destination's identity when it goes
 * elsewhere, so that they are of this destination while it has one and no later run went elsewhere.
 */
function runsKnownTo(profile: Profile, log: readonly LogEntry[]): readonly RunEntry[] {
  const stayed = runsTo(profile, log).length === runsOf(log, profile.id).length;
  const oldCount = stayed && profile.destinationId !== null;
  return runsTo(profile, log).filter(({ place }) => place !== undefined || oldCount);
}

/** The backup that a run has made; null: it has made none. */
export function backupIn({ outcome, startedAt, warnings }: RunResult): LastBackup | null {
  if (outcome !== 'complete' && outcome !== 'warnings') return null;
  const complete = warnings.every(
    ({ code }) => code !== 'files-unreadable' && code !== 'files-not-written',
  );
  // What changed while the run went on may be missing from it.
  return { at: startedAt, complete };
}

/** False: its snapshot, or every snapshot, is not there any more. A run that changed nothing takes none. */
function isBorneOut({ snapshot, startedAt }: RunResult, seen: SeenSnapshots | null): boolean {
  if (seen === null) return true;
  if (snapshot !== null) return seen.some(({ name }) => name === snapshot);
  const last = newestSnapshot(seen);
  return last !== null && startedAt > last.at;
}

function newestSnapshot(seen: SeenSnapshots | null): LastBackup | null {
  const last = seen?.at(-1);
  return last === undefined ? null : { at: new Date(last.time).getTime(), complete: last.complete };
}

function newest(backups: readonly (LastBackup | null)[]): LastBackup | null {
  return backups.reduce((one, other) => {
    if (one === null || other === null) return one ?? other;
    return other.at > one.at ? other : one;
  }, null);
}
