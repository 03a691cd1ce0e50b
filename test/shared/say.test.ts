import { describe, expect, it } from 'vitest';
import { groupSnapshots } from '../../main/shared/group-snapshots.js';
import type { SnapshotRow } from '../../main/shared/snapshot-requests.js';
import { sayChanges } from '../../main/shared/say-changes.js';
import { sayDuration, sayTimeLeft } from '../../main/shared/say-duration.js';
import { saySize } from '../../main/shared/say-size.js';
import { englishLocale, sayTime } from '../../main/shared/say-time.js';

const NOW = new Date(2026, 10, 21, 14, 30);

describe('a point in time', () => {
  it.each([
    [new Date(2026, 10, 21, 14, 5), 'today 14:05'],
    [new Date(2026, 10, 21, 0, 0), 'today 00:00'],
    [new Date(2026, 10, 20, 23, 59), 'yesterday 23:59'],
    [new Date(2026, 10, 17, 9, 0), 'Tuesday 09:00'],
    [new Date(2026, 10, 14, 9, 0), '14 November 2026'],
    [new Date(2027, 0, 1, 9, 0), '1 January 2027'],
  ])('%s is said as %s', (date, words) => {
    expect(sayTime(date, NOW, 'en-GB')).toBe(words);
  });

  it('counts days by the calendar when the clocks change', () => {
    const sunday = new Date(2026, 2, 29, 1, 0);
    expect(sayTime(sunday, new Date(2026, 2, 30, 0, 30), 'en-GB')).toBe('yesterday 01:00');
  });

  it.each([
    ['en-US', 'en-US'],
    ['de-DE', 'en-GB'],
    ['en-US@posix', 'en-GB'],
    ['', 'en-GB'],
  ])('with the system in %j is said in %s', (system, locale) => {
    expect(englishLocale(system)).toBe(locale);
  });
});

describe('a duration', () => {
  it.each([
    [0.4, 'less than a second'],
    [1.9, '1 second'],
    [59.9, '59 seconds'],
    [60, '1 minute'],
    [250, '4 minutes 10 seconds'],
    [601, '10 minutes'],
    [3_600, '1 hour'],
    [7_500, '2 hours 5 minutes'],
  ])('of %d seconds is %s', (seconds, words) => {
    expect(sayDuration(seconds)).toBe(words);
  });

  it.each([
    [0, 'a few seconds left'],
    [12, 'about 20 seconds left'],
    [58, 'about 1 minute left'],
    [250, 'about 4 minutes left'],
  ])('that is an estimate of %d seconds is %s', (seconds, words) => {
    expect(sayTimeLeft(seconds)).toBe(words);
  });
});

describe('a size', () => {
  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [1_000, '1 kB'],
    [999_600, '1 MB'],
    [48_300_000, '48.3 MB'],
    [612e9, '612 GB'],
  ])('of %d bytes is %s', (bytes, words) => {
    expect(saySize(bytes)).toBe(words);
  });
});

describe('changes', () => {
  it.each([
    [{ created: 1_204, changed: 3, deleted: 1, bytes: 0 }, '1,204 new, 3 changed, 1 deleted'],
    [{ created: 0, changed: 3, deleted: 0, bytes: 0 }, '3 changed'],
    [{ created: 0, changed: 0, deleted: 0, bytes: 0 }, 'nothing changed'],
  ])('%j are said as %s', (changes, words) => {
    expect(sayChanges(changes)).toBe(words);
  });
});

describe('the list of snapshots', () => {
  it('puts them under days, then months, then years', () => {
    const times = [
      '2026-11-21T14:05:00',
      '2026-11-21T09:00:00',
      '2026-11-20T18:00:00',
      '2026-11-17T18:00:00',
      '2026-11-02T18:00:00',
      '2026-03-03T18:00:00',
      '2025-11-30T18:00:00',
      '2025-10-31T18:00:00',
      '2025-01-01T18:00:00',
      '2019-01-01T18:00:00',
    ];
    const groups = groupSnapshots(times.map(snapshot), NOW, 'en-GB');
    expect(groups.map(({ title, snapshots }) => [title, snapshots.length])).toEqual([
      ['Today', 2],
      ['Yesterday', 1],
      ['Tuesday', 1],
      ['November 2026', 1],
      ['March 2026', 1],
      ['November 2025', 1],
      ['2025', 2],
      ['2019', 1],
    ]);
  });
});

function snapshot(time: string): SnapshotRow {
  return {
    name: time.replace('T', ' '),
    time,
    method: 'hard-links',
    pinned: false,
    note: '',
    changes: null,
    keptFor: null,
    complete: true,
  };
}
