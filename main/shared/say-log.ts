import { assertNever } from './assert-never.js';
import type { ClockEntry, HeldEntry, LogEntry, RunEntry, RunTrigger } from './run-log.js';
import type { RunWarning } from './run-state.js';
import { sayCount } from './say-count.js';
import { sayDuration } from './say-duration.js';
import { sayHeld } from './say-held.js';
import { sayOutcome } from './say-outcome.js';
import { saySize } from './say-size.js';
import { sayExactTime, sayTime } from './say-time.js';

export interface LogWords {
  /** When, as people say it. */
  readonly when: string;
  /** For a tooltip and for copies. */
  readonly exactly: string;
  /** Of what; empty: of everything. */
  readonly name: string;
  /** What happened. */
  readonly title: string;
  /** More about it, one sentence or number each. */
  readonly facts: readonly string[];
  /** Raw text for those who want to know. May be empty. */
  readonly detail: string;
}

/** An entry of the log in words. */
export function sayLogEntry(entry: LogEntry, now: Date, locale: string): LogWords {
  switch (entry.kind) {
    case 'run':
      return sayRun(entry, now, locale);
    case 'held':
      return sayHeldRuns(entry, now, locale);
    case 'clock-set-back':
      return sayClock(entry, now, locale);
    default:
      return assertNever(entry);
  }
}

function sayRun(
  { trigger, profileName, host, result }: RunEntry,
  now: Date,
  locale: string,
): LogWords {
  const { startedAt, changes, warnings, failure, seconds, outcome } = result;
  const { title, advice } = sayOutcome(result, null);
  const finished = outcome === 'complete' || outcome === 'warnings';
  return {
    ...times(startedAt, now, locale),
    name: profileName,
    title,
    facts: [
      ...(advice === '' ? [] : [advice]),
      ...(changes === null || changes.bytes === 0 ? [] : [`${saySize(changes.bytes)} copied.`]),
      sayTrigger(trigger),
      ...(host === undefined ? [] : [`To “${host}”.`]),
      ...(finished ? [] : [`It took ${sayDuration(seconds)}.`]),
    ],
    detail: [failure?.detail ?? '', ...warnings.map(sayWarning)].filter(Boolean).join('\n\n'),
  };
}

function sayTrigger(trigger: RunTrigger): string {
  switch (trigger) {
    case 'hand':
      return 'Started by hand.';
    case 'plug':
      return 'Started because the disk was plugged in.';
    case 'schedule':
      return 'Started by the schedule.';
    case 'catch-up':
      return 'Started late, because its time was missed.';
    case 'retry':
      return 'Started again after a failure.';
    default:
      return assertNever(trigger);
  }
}

function sayWarning({ message, files }: RunWarning): string {
  return [message, ...files.map((file) => `  ${file}`)].join('\n');
}

function sayHeldRuns(
  { profileName, host, reason, from, to, count }: HeldEntry,
  now: Date,
  locale: string,
): LogWords {
  const since = sayTime(new Date(from), now, locale);
  return {
    ...times(to, now, locale),
    name: profileName,
    title: `Not backed up: ${lowerFirst(sayHeld(reason, host ?? null))}`,
    facts: count === 1 ? [] : [`${sayCount(count, 'time', 'times')} since ${since}.`],
    detail: '',
  };
}

function sayClock({ at }: ClockEntry, now: Date, locale: string): LogWords {
  return {
    ...times(at, now, locale),
    name: '',
    title: 'The clock of this computer was set back.',
    facts: ['Entries before this may show times that were still to come.'],
    detail: '',
  };
}

function times(at: number, now: Date, locale: string): Pick<LogWords, 'when' | 'exactly'> {
  const date = new Date(at);
  const when = sayTime(date, now, locale);
  return { when: upperFirst(when), exactly: sayExactTime(date, locale) };
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** The entry as text, to be passed on. */
export function logEntryText({ exactly, name, title, facts, detail }: LogWords): string {
  const head = [exactly, name].filter(Boolean).join(', ');
  return [head, title, ...facts, ...(detail === '' ? [] : ['', detail])].join('\n');
}
