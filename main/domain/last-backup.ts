import { isAheadOfClock } from '../shared/ahead-of-clock.js';
import type { Profile } from '../shared/profile.js';
import type { LogEntry, RememberedSnapshots, RunEntry } from '../shared/run-log.js';
import type { RunResult } from '../shared/run-state.js';
import type { SnapshotSummary } from '../shared/snapshot-summary.js';
import { runsOf } from './profile-history.js';
import type { LastBackup } from './safety.js';
import { placeOf } from './same-place.js';

/** Snapshots as a look at a destination found them. */
export type SeenSnapshots = readonly Pick<SnapshotSummary, 'name' | 'time' | 'complete'>[];

/** What the helper remembers of an installed profile. */
export interface RememberedBackup {
  /** null: there was none, or it was removed. */
  readonly last: LastBackup | null;
  /** When it knew so; milliseconds since the epoch. null: it has not told. */
  readonly asOf: number | null;
}

/** What tells of the backups of a profile. */
export interface BackupTraces {
  /** null: nothing, or it is the person's own. */
  readonly remembered: RememberedBackup | null;
  /** The snapshots where the profile goes now, oldest first; null: they were not looked at since its last run, or are away. */
  readonly seen: SeenSnapshots | null;
  /** Those on another machine, as they were told of last; null: they were not. */
  readonly told: RememberedSnapshots | null;
  readonly log: readonly LogEntry[];
}

/** The newest backup of a profile where it goes now; null: none is known of. What went elsewhere does not count. */
export function lastBackup(profile: Profile, traces: BackupTraces, now: number): LastBackup | null {
  const { remembered, log } = traces;
  const runs = runsKnownTo(profile, log);
  const lastRun = runs.findLast(
    ({ result }, index) =>
      backupIn(result) !== null && isBorneOut(runs.slice(0, index), result, traces),
  );
  const last = lastRun === undefined ? null : backupIn(lastRun.result);
  const all = [last, remembered?.last ?? null, ...snapshotsBeside(runs, traces)];
  // The log is in the order in which things happened, whatever the clock said; of the rest nobody knows.
  if (last !== null && isAheadOfClock(last.at, now)) return newest(all);
  return (
    newest(all.filter((backup) => backup !== null && !isAheadOfClock(backup.at, now))) ??
    newest(all)
  );
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

/** False: what it has made was removed since. A run that changed nothing takes no snapshot, and stands by those before. */
function isBorneOut(
  before: readonly RunEntry[],
  run: RunResult,
  { remembered, seen, told }: BackupTraces,
): boolean {
  if (run.finishedAt <= (remembered?.asOf ?? -Infinity)) return false;
  const there = seen ?? (run.finishedAt <= (told?.asOf ?? -Infinity) ? told?.snapshots : null);
  if (!there) return true;
  const taken = run.snapshot === null ? before.findLast(hasTaken)?.result : run;
  if (there.some(({ name }) => name === taken?.snapshot)) return true;
  // Or by one that something else has taken meanwhile.
  const between = (time: number): boolean =>
    time >= (taken?.startedAt ?? 0) && time < run.startedAt;
  return there.some(({ time }) => between(new Date(time).getTime()));
}

function hasTaken({ result }: RunEntry): boolean {
  return result.snapshot !== null;
}

/** Those that no run of the log tells of. */
function snapshotsBeside(
  runs: readonly RunEntry[],
  { seen, told }: BackupTraces,
): readonly LastBackup[] {
  const whole = runs.filter(({ result }) => backupIn(result) !== null);
  const taken = new Set(whole.map(({ result }) => result.snapshot));
  const there = seen ?? told?.snapshots.map((snapshot) => ({ ...snapshot, complete: true })) ?? [];
  return there
    .filter(({ name }) => !taken.has(name))
    .map(({ time, complete }) => ({ at: new Date(time).getTime(), complete }));
}

function newest(backups: readonly (LastBackup | null)[]): LastBackup | null {
  return backups.reduce((one, other) => {
    if (one === null || other === null) return one ?? other;
    return other.at > one.at ? other : one;
  }, null);
}
