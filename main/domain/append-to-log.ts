import { assertNever } from '../shared/assert-never.js';
import { REMEMBERED_FILES, REMEMBERED_RUNS } from '../shared/run-log.js';
import type {
  HeldEntry,
  LogEntry,
  RememberedSnapshots,
  RunEntry,
  RunLog,
  SpaceSample,
} from '../shared/run-log.js';

/** A run that is held back; `to` is when it was due. */
export type HeldRun = Pick<HeldEntry, 'profileId' | 'profileName' | 'host' | 'reason' | 'to'>;

/** The log with one more run; the oldest goes where there are too many. */
export function withRun(log: RunLog, entry: RunEntry): RunLog {
  const { result } = entry;
  const warnings = result.warnings.map((warning) => ({
    ...warning,
    files: warning.files.slice(0, REMEMBERED_FILES),
  }));
  return withEntries(log, [...log.entries, { ...entry, result: { ...result, warnings } }]);
}

/**
 * The log with one more run that was held back; the same log where it knows of this one. Several in a row for
 * one reason are one entry: a disk that is away for a month must not push everything else out.
 */
export function withHeld(log: RunLog, held: HeldRun): RunLog {
  const { profileId, reason, to } = held;
  if (log.entries.some((entry) => isSameOccasion(entry, held))) return log;
  const index = log.entries.findLastIndex((entry) => profileOf(entry) === profileId);
  const last = log.entries[index];
  if (last?.kind === 'held' && last.reason === reason) {
    const joined: HeldEntry = { ...last, to, count: last.count + 1 };
    return { ...log, entries: log.entries.with(index, joined) };
  }
  return withEntries(log, [...log.entries, { kind: 'held', from: to, count: 1, ...held }]);
}

function isSameOccasion(entry: LogEntry, { profileId, reason, to }: HeldRun): boolean {
  return (
    entry.kind === 'held' &&
    entry.profileId === profileId &&
    entry.reason === reason &&
    entry.to === to
  );
}

export function withClockSetBack(log: RunLog, at: number): RunLog {
  return withEntries(log, [...log.entries, { kind: 'clock-set-back', at }]);
}

/** The log with one more look at the room on a disk; one a day is enough. */
export function withSpace(log: RunLog, profileId: string, sample: SpaceSample): RunLog {
  const before = log.spaces[profileId] ?? [];
  const last = before.at(-1);
  const sameDay = last !== undefined && Math.abs(sample.at - last.at) < DAY;
  const earlier = sameDay && before.length > 1 ? before.slice(0, -1) : before;
  const samples = [...earlier, sample].slice(-REMEMBERED_SPACES);
  return { ...log, spaces: { ...log.spaces, [profileId]: samples } };
}

/** The log with the snapshots that there are where they cannot always be looked at; the same log where it knows of these. */
export function withSnapshots(log: RunLog, profileId: string, seen: RememberedSnapshots): RunLog {
  const before = log.snapshots[profileId];
  if (JSON.stringify(before) === JSON.stringify(seen)) return log;
  return { ...log, snapshots: { ...log.snapshots, [profileId]: seen } };
}

const DAY = 24 * 60 * 60_000;

/** Looks at the room on a disk that are remembered. */
const REMEMBERED_SPACES = 100;

/** Of runs and of all the rest the newest stay, so many of each: what did not start pushes no run out. */
function withEntries(log: RunLog, entries: readonly LogEntry[]): RunLog {
  const isRun = ({ kind }: LogEntry): boolean => kind === 'run';
  const runs = entries.filter(isRun).slice(-REMEMBERED_RUNS);
  const others = entries.filter((entry) => !isRun(entry)).slice(-REMEMBERED_RUNS);
  const kept = new Set([...runs, ...others]);
  return { ...log, entries: entries.filter((entry) => kept.has(entry)) };
}

/** null: it is about all of them. */
function profileOf(entry: LogEntry): string | null {
  switch (entry.kind) {
    case 'run':
      return entry.result.profileId;
    case 'held':
      return entry.profileId;
    case 'clock-set-back':
      return null;
    default:
      return assertNever(entry);
  }
}
