import { assertNever } from './assert-never.js';
import { readChanges, readOutcome, readWarningCode } from './parse-run-event.js';
import {
  asRecord,
  InvalidField,
  parsed,
  readArray,
  readBoolean,
  readJson,
  readKeyOf,
  readNullable,
  readNumber,
  readString,
  readStrings,
  readTime,
} from './read-field.js';
import type { Parsed, UnknownRecord } from './read-field.js';
import type { Failure } from './result.js';
import { RUN_LOG_VERSION } from './run-log.js';
import type {
  AgeNotice,
  HeldEntry,
  HoldReason,
  LogEntry,
  RememberedSnapshots,
  RunEntry,
  RunLog,
  RunTrigger,
  SpaceSample,
} from './run-log.js';
import type { RunResult, RunWarning } from './run-state.js';

const KINDS: Readonly<Record<LogEntry['kind'], true>> = {
  run: true,
  held: true,
  'clock-set-back': true,
};
const TRIGGERS: Readonly<Record<RunTrigger, true>> = {
  hand: true,
  plug: true,
  schedule: true,
  'catch-up': true,
  retry: true,
};
const REASONS: Readonly<Record<HoldReason, true>> = {
  paused: true,
  'on-battery': true,
  'disk-missing': true,
  'host-silent': true,
  'other-network': true,
  'too-soon': true,
  'another-running': true,
};
const NOTICES: Readonly<Record<AgeNotice['kind'], true>> = { late: true, stale: true };

/** Reads the text of the file that the log is kept in. */
export function parseRunLog(text: string): Parsed<RunLog> {
  return parsed(() => {
    const record = asRecord(readJson(text), 'the file');
    if (record['version'] !== RUN_LOG_VERSION) throw new InvalidField('version is not 1');
    return {
      version: RUN_LOG_VERSION,
      entries: readArray(record, 'entries').map(readEntry),
      ageNotices: readById(record, 'ageNotices', readNotice),
      spaces: readById(record, 'spaces', readSpaces),
      // Logs of before there were timelines of other machines have none.
      snapshots:
        record['snapshots'] === undefined ? {} : readById(record, 'snapshots', readRemembered),
    };
  });
}

function readEntry(value: unknown): LogEntry {
  const record = asRecord(value, 'an entry');
  const kind = readKeyOf(record, 'kind', KINDS);
  switch (kind) {
    case 'run':
      return {
        kind,
        trigger: readKeyOf(record, 'trigger', TRIGGERS),
        profileName: readString(record, 'profileName'),
        ...readHost(record),
        ...readPlace(record),
        result: readResult(asRecord(record['result'], 'result')),
      };
    case 'held':
      return readHeld(record);
    case 'clock-set-back':
      return { kind, at: readTime(record, 'at') };
    default:
      return assertNever(kind);
  }
}

/** Logs of before there were other machines have none. */
function readHost(record: UnknownRecord): Pick<HeldEntry, 'host'> {
  return record['host'] === undefined ? {} : { host: readString(record, 'host') };
}

function readPlace(record: UnknownRecord): Pick<RunEntry, 'place'> {
  return record['place'] === undefined ? {} : { place: readString(record, 'place') };
}

function readHeld(record: UnknownRecord): HeldEntry {
  return {
    kind: 'held',
    profileId: readString(record, 'profileId'),
    profileName: readString(record, 'profileName'),
    ...readHost(record),
    reason: readKeyOf(record, 'reason', REASONS),
    from: readTime(record, 'from'),
    to: readTime(record, 'to'),
    count: readNumber(record, 'count'),
  };
}

function readResult(record: UnknownRecord): RunResult {
  return {
    profileId: readString(record, 'profileId'),
    startedAt: readTime(record, 'startedAt'),
    finishedAt: readTime(record, 'finishedAt'),
    outcome: readOutcome(record),
    seconds: readNumber(record, 'seconds'),
    snapshot: readNullable(record, 'snapshot', readString),
    changes: readNullable(record, 'changes', readChanges),
    warnings: readArray(record, 'warnings').map(readWarning),
    removedSnapshots: readNumber(record, 'removedSnapshots'),
    failure: readNullable(record, 'failure', readFailure),
    safeToUnplug: readNullable(record, 'safeToUnplug', readBoolean),
    keptBy: readStrings(record, 'keptBy'),
  };
}

function readWarning(value: unknown): RunWarning {
  const record = asRecord(value, 'a warning');
  return {
    code: readWarningCode(record),
    message: readString(record, 'message'),
    files: readStrings(record, 'files'),
  };
}

function readFailure(record: UnknownRecord, field: string): Failure {
  const failure = asRecord(record[field], field);
  return {
    code: readString(failure, 'code'),
    title: readString(failure, 'title'),
    advice: readString(failure, 'advice'),
    detail: readString(failure, 'detail'),
  };
}

function readById<T>(
  record: UnknownRecord,
  field: string,
  read: (value: unknown) => T,
): Readonly<Record<string, T>> {
  const entries = Object.entries(asRecord(record[field], field));
  return Object.fromEntries(entries.map(([id, value]) => [id, read(value)]));
}

function readSpaces(value: unknown): readonly SpaceSample[] {
  return readArray({ samples: value }, 'samples').map((sample) => {
    const record = asRecord(sample, 'a sample');
    return {
      at: readTime(record, 'at'),
      free: readNumber(record, 'free'),
      total: readNumber(record, 'total'),
    };
  });
}

function readRemembered(value: unknown): RememberedSnapshots {
  const record = asRecord(value, 'snapshots');
  return {
    destination: readString(record, 'destination'),
    ...(record['asOf'] === undefined ? {} : { asOf: readTime(record, 'asOf') }),
    snapshots: readArray(record, 'snapshots').map((item) => {
      const snapshot = asRecord(item, 'a snapshot');
      return {
        name: readString(snapshot, 'name'),
        time: readLocalTime(snapshot, 'time'),
        pinned: readBoolean(snapshot, 'pinned'),
      };
    }),
  };
}

function readLocalTime(record: UnknownRecord, field: string): string {
  const time = readString(record, field);
  if (!Number.isNaN(Date.parse(time))) return time;
  throw new InvalidField(`${field} is not a time`);
}

function readNotice(value: unknown): AgeNotice {
  const record = asRecord(value, 'a notice');
  return {
    kind: readKeyOf(record, 'kind', NOTICES),
    since: readNullable(record, 'since', readTime),
  };
}
