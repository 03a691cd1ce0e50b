import { readCron } from './cron.js';
import {
  asRecord,
  InvalidField,
  readBoolean,
  readNullable,
  readNumber,
  readString,
  readStrings,
  readTime,
} from './read-field.js';
import type { UnknownRecord } from './read-field.js';
import type { Triggers } from './triggers.js';

/** @throws InvalidField */
export function readTriggers(value: unknown): Triggers {
  const record = asRecord(value, 'the triggers');
  return {
    onPlug: readBoolean(record, 'onPlug'),
    minimumIntervalMinutes: readAtLeast(record, 'minimumIntervalMinutes', 0),
    schedule: readNullable(record, 'schedule', readSchedule),
    scheduledSince: readTime(record, 'scheduledSince'),
    onBattery: readBoolean(record, 'onBattery'),
    whenHostAnswers: readBoolean(record, 'whenHostAnswers'),
    networks: readStrings(record, 'networks'),
    reminderDays: readAtLeast(record, 'reminderDays', 1),
  };
}

function readSchedule(record: UnknownRecord, field: string): string {
  const expression = readString(record, field);
  readCron(expression);
  return expression;
}

function readAtLeast(record: UnknownRecord, field: string, least: number): number {
  const value = readNumber(record, field);
  if (value >= least) return value;
  throw new InvalidField(`${field} is below ${least}`);
}
