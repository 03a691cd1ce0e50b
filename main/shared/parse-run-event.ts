import {
  asRecord,
  InvalidField,
  parsed,
  readArray,
  readNullable,
  readNumber,
  readBoolean,
  readOneOf,
  readString,
  readStrings,
} from './read-field.js';
import type { Parsed, UnknownRecord } from './read-field.js';
import { FREQUENCIES } from './rotation-policy.js';
import { PHASES, RUN_EVENT_VERSION } from './run-event.js';
import type { ChangeCounts, RotationEvent, RunEvent, StartEvent } from './run-event.js';

const OUTCOMES = ['complete', 'warnings', 'failed', 'cancelled', 'skipped'] as const;
const METHODS = ['hard-links', 'btrfs', 'reflinks'] as const;
const WARNINGS = [
  'files-unreadable',
  'files-vanished',
  'too-many-links',
  'changed-in-place',
  'catalog-not-written',
  'unsupported-platform',
  'left-open',
] as const;
const KEEP_REASONS = [...FREQUENCIES, 'pinned', 'newest'] as const;

/** Reads one line of a run's standard output. Fields that are not known are left out. */
export function parseRunEvent(line: string): Parsed<RunEvent> {
  return parsed(() => readEvent(asRecord(parseJson(line), 'the line')));
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) throw new InvalidField('the line is not JSON');
    throw error;
  }
}

function readEvent(record: UnknownRecord): RunEvent {
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
        code: readOneOf(record, 'code', WARNINGS),
        message: readString(record, 'message'),
        files: readStrings(record, 'files'),
      };
    case 'snapshot':
      return {
        event,
        name: readString(record, 'name'),
        path: readString(record, 'path'),
        method: readOneOf(record, 'method', METHODS),
      };
    case 'rotation':
      return readRotation(record);
    case 'finished':
      return {
        event,
        outcome: readOneOf(record, 'outcome', OUTCOMES),
        seconds: readNumber(record, 'seconds'),
        snapshot: readNullable(record, 'snapshot', readString),
        changes: readNullable(record, 'changes', readChanges),
        destinationId: readNullable(record, 'destinationId', readString),
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

function readChanges(record: UnknownRecord, field: string): ChangeCounts {
  const changes = asRecord(record[field], field);
  return {
    created: readNumber(changes, 'created'),
    changed: readNumber(changes, 'changed'),
    deleted: readNumber(changes, 'deleted'),
    bytes: readNumber(changes, 'bytes'),
  };
}
