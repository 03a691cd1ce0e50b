import { InvalidField } from './read-field.js';

/** A cron(5) expression, read. Each field lists what it matches, ascending; null: everything. */
export interface Cron {
  readonly minutes: readonly number[];
  readonly hours: readonly number[] | null;
  readonly daysOfMonth: readonly number[] | null;
  /** 1 to 12. */
  readonly months: readonly number[] | null;
  /** 0 to 6, Sunday first. */
  readonly weekdays: readonly number[] | null;
}

interface Field {
  readonly name: string;
  readonly first: number;
  readonly last: number;
  /** How many different values there are. */
  readonly size: number;
  /** Names of the values from `first` on. */
  readonly names: readonly string[];
}

const MINUTE: Field = { name: 'minute', first: 0, last: 59, size: 60, names: [] };
const HOUR: Field = { name: 'hour', first: 0, last: 23, size: 24, names: [] };
const DAY_OF_MONTH: Field = { name: 'day of the month', first: 1, last: 31, size: 31, names: [] };
const MONTH: Field = {
  name: 'month',
  first: 1,
  last: 12,
  size: 12,
  names: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
};
/** 7 is Sunday too. */
const WEEKDAY: Field = {
  name: 'weekday',
  first: 0,
  last: 7,
  size: 7,
  names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'],
};

const SHORTHANDS: Readonly<Record<string, string>> = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
};

/** The most days that months have; February of leap years counts, as it does come. */
const LONGEST_MONTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/**
 * Whatever it reads, node-cron reads alike, which the tests see to. That itself tells times from the present clock alone, where
 * decisions are made about any time and tried out over years, and wakes up for each task, where one alarm does for all.
 *
 * @throws InvalidField whose message is for the person who typed the expression
 */
export function readCron(expression: string): Cron {
  const text = expression.trim().toLowerCase();
  const fields = (SHORTHANDS[text] ?? text).split(/\s+/);
  if (fields.length !== 5) throw new InvalidField(sayFieldCount(fields, text));
  const [minute = '', hour = '', dayOfMonth = '', month = '', weekday = ''] = fields;
  const daysOfMonth = readOptional(dayOfMonth, DAY_OF_MONTH);
  const weekdays = readOptional(weekday, WEEKDAY);
  // cron(5) runs on either, other programs only on both: whoever writes this expects one of them.
  if (daysOfMonth !== null && weekdays !== null) {
    throw new InvalidField(
      'Choose either days of the month or weekdays, and write * for the other.',
    );
  }
  const cron: Cron = {
    minutes: readField(minute, MINUTE),
    hours: readOptional(hour, HOUR),
    daysOfMonth,
    months: readOptional(month, MONTH),
    weekdays,
  };
  if (!comesEver(cron)) throw new InvalidField('There is no such date.');
  return cron;
}

function sayFieldCount(fields: readonly string[], text: string): string {
  if (text === '') return 'A schedule is missing, such as 0 18 * * * for every day at 18:00.';
  if (text.startsWith('@')) return `There is no schedule “${text}”.`;
  return fields.length === 6
    ? 'This has six fields; leave out the first, which would be seconds.'
    : 'A schedule has five fields: minute, hour, day of the month, month, weekday.';
}

/** null: the field matches everything. */
function readOptional(text: string, field: Field): readonly number[] | null {
  const values = readField(text, field);
  return values.length === field.size ? null : values;
}

function readField(text: string, field: Field): readonly number[] {
  const values = text.split(',').flatMap((part) => readPart(part, field));
  return ascending(values.map((value) => ((value - field.first) % field.size) + field.first));
}

function readPart(part: string, field: Field): readonly number[] {
  const [range = '', step, ...rest] = part.split('/');
  if (rest.length > 0) throw new InvalidField(`“${part}” has more than one step.`);
  const size = step === undefined ? 1 : readStep(step, field);
  const [from, to] = readRange(range, field);
  if (step !== undefined && !/^\*$|-/.test(range)) throw new InvalidField(sayStep(part, to, field));
  if (from > to) throw new InvalidField(`“${range}” of the ${field.name} runs backwards.`);
  return Array.from(
    { length: Math.floor((to - from) / size) + 1 },
    (_, index) => from + index * size,
  );
}

function sayStep(part: string, from: number, { first, size }: Field): string {
  const [, step = ''] = part.split('/');
  return `“${part}” has a step and no range; write ${from}-${first + size - 1}/${step}.`;
}

function readRange(range: string, field: Field): readonly [number, number] {
  if (range === '*') return [field.first, field.first + field.size - 1];
  const [start = '', end, ...rest] = range.split('-');
  if (rest.length > 0) throw new InvalidField(`“${range}” is not a range.`);
  const from = readValue(start, field);
  return [from, end === undefined ? from : readValue(end, field)];
}

function readValue(text: string, field: Field): number {
  const named = field.names.indexOf(text);
  if (named >= 0) return field.first + named;
  const value = /^\d{1,2}$/.test(text) ? Number(text) : NaN;
  if (value >= field.first && value <= field.last) return value;
  throw new InvalidField(
    `“${text}” is no ${field.name}; it goes from ${field.first} to ${field.last}.`,
  );
}

function readStep(text: string, field: Field): number {
  const step = /^\d{1,2}$/.test(text) ? Number(text) : 0;
  if (step > 0) return step;
  throw new InvalidField(`“/${text}” of the ${field.name} is no step.`);
}

function comesEver({ daysOfMonth, months }: Cron): boolean {
  const first = daysOfMonth?.[0] ?? 1;
  return LONGEST_MONTHS.some(
    (days, index) => first <= days && (months === null || months.includes(index + 1)),
  );
}

function ascending(values: readonly number[]): readonly number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}
