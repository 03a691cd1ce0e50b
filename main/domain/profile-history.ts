import { assertNever } from '../shared/assert-never.js';
import type { LogEntry, RunEntry, RunLog } from '../shared/run-log.js';
import type { ProfileHistory } from './due.js';

/** Failures that may pass without anybody's doing: something else was busy, or a connection broke. */
const PASSING: ReadonlySet<string> = new Set([
  'connection-lost',
  'daemon-busy',
  'daemon-refused',
  'host-hangs',
  'host-refused',
  'host-unknown',
  'host-unreachable',
  'ssh-closed',
  'ssh-failed',
  'tunnel-failed',
  'tunnel-leads-nowhere',
  'command-killed',
  'destination-busy',
  'destination-gone',
  'disk-busy',
  'disk-gone',
  'flush-failed',
  'rsync-failed',
  'run-broken-off',
]);

/** What the log tells of a profile. */
export function profileHistory(entries: readonly LogEntry[], profileId: string): ProfileHistory {
  const runs = runsOf(entries, profileId);
  const lastStart = entries.reduce<number | null>((last, entry) => {
    switch (entry.kind) {
      case 'run':
        return entry.result.profileId === profileId ? entry.result.startedAt : last;
      case 'clock-set-back':
        return last === null ? null : Math.min(last, entry.at);
      case 'held':
        return last;
      default:
        return assertNever(entry);
    }
  }, null);
  return { lastStart, failures: failuresOf(runs) };
}

/** When the clock was set back last, by the clock of after that; null: it never was. */
export function clockSetBackAt(entries: readonly LogEntry[]): number | null {
  return entries.findLast((entry) => entry.kind === 'clock-set-back')?.at ?? null;
}

/** Oldest first. */
export function runsOf(entries: readonly LogEntry[], profileId: string): readonly RunEntry[] {
  return entries.filter(
    (entry): entry is RunEntry => entry.kind === 'run' && entry.result.profileId === profileId,
  );
}

/** Ids of which the log has something, among them those of profiles that are gone. */
export function profileIdsIn({ entries, ageNotices, spaces }: RunLog): readonly string[] {
  const ran = entries.flatMap((entry) => {
    switch (entry.kind) {
      case 'run':
        return [entry.result.profileId];
      case 'held':
        return [entry.profileId];
      case 'clock-set-back':
        return [];
      default:
        return assertNever(entry);
    }
  });
  return [...new Set([...ran, ...Object.keys(ageNotices), ...Object.keys(spaces)])];
}

function failuresOf(runs: readonly RunEntry[]): ProfileHistory['failures'] {
  const before = runs.findLastIndex((run) => !isPassing(run));
  const last = runs.at(-1);
  const count = runs.length - 1 - before;
  return last === undefined || count === 0 ? null : { count, lastEnd: last.result.finishedAt };
}

/** Whoever starts a run by hand sees that it failed, and decides. */
function isPassing({ trigger, result: { outcome, failure } }: RunEntry): boolean {
  return trigger !== 'hand' && outcome === 'failed' && PASSING.has(failure?.code ?? '');
}
