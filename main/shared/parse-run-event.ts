import {
  asRecord,
  InvalidField,
  parsed,
  readArray,
  readBoolean,
  readKeyOf,
  readNullable,
  readNumber,
  readOneOf,
  readString,
  readStrings,
} from './read-field.js';
import type { Parsed, UnknownRecord } from './read-field.js';
import { FREQUENCIES } from './rotation-policy.js';
import { PHASES, RUN_EVENT_VERSION } from './run-event.js';
import type {
  ChangeCounts,
  ChangeEvent,
  Outcome,
  RotationEvent,
  RunEvent,
  SnapshotMethod,
  StartEvent,
  WarningCode,
} from './run-event.js';

// Written as records, so that the compiler asks for whatever the contract gets.
const OUTCOMES: Readonly<Record<Outcome, true>> = {
  complete: true,
  warnings: true,
  failed: true,
  cancelled: true,
  skipped: true,
};
const ACTIONS: Readonly<Record<ChangeEvent['action'], true>> = {
  create: true,
  change: true,
  delete: true,
};
const METHODS: Readonly<Record<SnapshotMethod, true>> = {
  'hard-links': true,
  btrfs: true,
  reflinks: true,
};
const WARNINGS: Readonly<Record<WarningCode, true>> = {
  'files-unreadable': true,
  'files-not-written': true,
  'files-vanished': true,
  'too-many-links': true,
  'changed-in-place': true,
  'catalog-not-written': true,
  'unsupported-platform': true,
  'left-open': true,
  'restore-settled': true,
  'mount-point-not-empty': true,
  'left-to-daemon': true,
};
const KEEP_REASONS = [...FREQUENCIES, 'pinned', 'newest'] as const;

/** Reads one line of a run's standard output. Fields that are not known are left out. */
export function parseRunEvent(line: string): Parsed<RunEvent> {
  return parsed(() => readRunEvent(readLine(line)));
}

/** As parseRunEvent, for parsers of lines that may be more than events of a run. */
export function readLine(line: string): UnknownRecord {
  return asRecord(parseJson(line), 'the line');
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) throw new InvalidField('the line is not JSON');
    throw error;
  }
}

export function readRunEvent(record: UnknownRecord): RunEvent {
  const event = readString(record, 'event');
  switch (event) {
    case 'start':
      return readStart(record);
    case 'phase':
      return { event, phase: readOneOf(record, 'phase', PHASES) };
    case 'progress':
      return {
        event,
        bytes: readNumber(record, 'bytes'),
        percent: readNullable(record, 'percent', readNumber),
        bytesPerSecond: readNumber(record, 'bytesPerSecond'),
        secondsLeft: readNullable(record, 'secondsLeft', readNumber),
        files: readNumber(record, 'files'),
      };
    case 'warning':
      return {
        event,
        code: readWarningCode(record),
        message: readString(record, 'message'),
        files: readStrings(record, 'files'),
      };
    case 'snapshot':
      return {
        event,
        name: readString(record, 'name'),
        path: readString(record, 'path'),
        method: readKeyOf(record, 'method', METHODS),
      };
    case 'rotation':
      return readRotation(record);
    case 'removed':
      return { event, name: readString(record, 'name'), seconds: readNumber(record, 'seconds') };
    case 'change':
      return {
        event,
        action: readKeyOf(record, 'action', ACTIONS),
        name: readString(record, 'name'),
        size: readNumber(record, 'size'),
      };
    case 'finished':
      return {
        event,
        outcome: readOutcome(record),
        seconds: readNumber(record, 'seconds'),
        snapshot: readNullable(record, 'snapshot', readString),
        changes: readNullable(record, 'changes', readChanges),
        destinationId: readNullable(record, 'destinationId', readString),
        safeToUnplug: readNullable(record, 'safeToUnplug', readBoolean),
        ...('space' in record ? { space: readSpace(record['space']) } : {}),
        ...('keptBy' in record ? { keptBy: readStrings(record, 'keptBy') } : {}),
      };
    case 'error':
      return {
        event,
        code: readString(record, 'code'),
        message: readString(record, 'message'),
        advice: readString(record, 'advice'),
        detail: readString(record, 'detail'),
      };
    default:
      throw new InvalidField(`there is no event “${event}”`);
  }
}

function readStart(record: UnknownRecord): StartEvent {
  if (record['version'] !== RUN_EVENT_VERSION) throw new InvalidField('version is not known');
  return {
    event: 'start',
    version: RUN_EVENT_VERSION,
    tool: readString(record, 'tool'),
    source: readString(record, 'source'),
    destination: readString(record, 'destination'),
    dryRun: readBoolean(record, 'dryRun'),
  };
}

function readRotation(record: UnknownRecord): RotationEvent {
  return {
    event: 'rotation',
    keep: readArray(record, 'keep').map((value) => {
      const entry = asRecord(value, 'keep');
      const reasons = readStrings(entry, 'reasons').map((reason) =>
        readOneOf({ reason }, 'reason', KEEP_REASONS),
      );
      return { name: readString(entry, 'name'), reasons };
    }),
    remove: readArray(record, 'remove').map((value) => {
      const entry = asRecord(value, 'remove');
      return {
        name: readString(entry, 'name'),
        reason: readOneOf(entry, 'reason', ['not-in-scheme']),
      };
    }),
  };
}

export function readOutcome(record: UnknownRecord): Outcome {
  return readKeyOf(record, 'outcome', OUTCOMES);
}

export function readWarningCode(record: UnknownRecord): WarningCode {
  return readKeyOf(record, 'code', WARNINGS);
}

export function readChanges(record: UnknownRecord, field: string): ChangeCounts {
  const changes = asRecord(record[field], field);
  return {
    created: readNumber(changes, 'created'),
    changed: readNumber(changes, 'changed'),
    deleted: readNumber(changes, 'deleted'),
    bytes: readNumber(changes, 'bytes'),
  };
}

function readSpace(value: unknown): { readonly free: number; readonly total: number } {
  const record = asRecord(value, 'space');
  return { free: readNumber(record, 'free'), total: readNumber(record, 'total') };
}
