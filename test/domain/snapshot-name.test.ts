import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareSnapshotTimes,
  formatSnapshotName,
  parseSnapshotName,
} from '../../main/domain/snapshot-name.js';
import { anySnapshotTime } from './any-snapshot-time.js';

describe('parseSnapshotName', () => {
  it.each([
    ['2026-11-21 19:36:28', '2026-11-21 19:36:28'],
    ['2026-11-21_19-36-28', '2026-11-21 19:36:28'],
    ['20261121193628', '2026-11-21 19:36:28'],
    ['20261121-193628', '2026-11-21 19:36:28'],
    ['2026.11.21T19.36', '2026-11-21 19:36:00'],
    ['202611211936', '2026-11-21 19:36:00'],
    ['2026-11-21', '2026-11-21 00:00:00'],
    ['20261121', '2026-11-21 00:00:00'],
    ['2024-02-29', '2024-02-29 00:00:00'],
    ['2026-11-21 23:59:59', '2026-11-21 23:59:59'],
  ])('reads %s', (name, time) => {
    expect(formatted(name)).toBe(time);
  });

  it.each([
    ['something before it', 'photos 2019-07-01'],
    ['something after it', '2019-07-01 photos'],
    ['a separator after it', '2019-07-01-'],
    ['a line break after it', '2019-07-01\n'],
    ['two separators in a row', '2019--07-01'],
    ['an hour without minutes', '2019-07-01 12'],
    ['an unfinished second', '2019-07-01 12:30:5'],
    ['a fraction of a second', '2019-07-01 12:30:55.123'],
    ['a year of two digits', '19-07-01'],
    ['digits of another script', '٢٠١٩-٠٧-٠١'],
    ['nothing', ''],
    ['no digits', 'latest'],
  ])('takes no name with %s', (_, name) => {
    expect(parseSnapshotName(name)).toBeNull();
  });

  it.each([
    '2023-13-45',
    '2023-00-10',
    '2023-10-00',
    '2023-02-29',
    '1900-02-29',
    '0000-01-01',
    '2023-01-01 24:00:00',
    '2023-01-01 12:60:00',
    '2023-01-01 12:00:60',
  ])('takes no date that does not exist: %s', (name) => {
    expect(parseSnapshotName(name)).toBeNull();
  });
});

describe('formatSnapshotName', () => {
  it('writes what parseSnapshotName reads', () => {
    fc.assert(
      fc.property(anySnapshotTime, (time) => {
        expect(parseSnapshotName(formatSnapshotName(time))).toEqual(time);
      }),
    );
  });
});

describe('compareSnapshotTimes', () => {
  it('orders times as their names are ordered', () => {
    fc.assert(
      fc.property(anySnapshotTime, anySnapshotTime, (a, b) => {
        const byName = formatSnapshotName(a) < formatSnapshotName(b);
        expect(compareSnapshotTimes(a, b) < 0).toBe(byName);
      }),
    );
  });
});

function formatted(name: string): string | null {
  const time = parseSnapshotName(name);
  return time === null ? null : formatSnapshotName(time);
}
