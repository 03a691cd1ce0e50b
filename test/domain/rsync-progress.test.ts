import { describe, expect, it } from 'vitest';
import {
  parseRsyncProgress,
  progressFraction,
  secondsLeft,
  type RsyncProgress,
} from '../../main/domain/rsync-progress.js';

const BEFORE: RsyncProgress = {
  bytes: 5,
  bytesPerSecond: 7,
  share: 0.25,
  files: 2,
  checked: 4,
  known: 10,
  searchComplete: true,
};

describe('parseRsyncProgress', () => {
  it('reads a report at the end of a file', () => {
    const line = '  1,234,567  83%   14.65kB/s    0:00:00 (xfr#5, to-chk=3/10)';
    expect(parseRsyncProgress(line, null)).toEqual({
      bytes: 1_234_567,
      bytesPerSecond: 15_002,
      share: 0.83,
      files: 5,
      checked: 7,
      known: 10,
      searchComplete: true,
    });
  });

  it('knows that rsync is still searching', () => {
    const line = '  5  20%    0.00kB/s    0:00:00 (xfr#2, ir-chk=1000/1234)';
    expect(parseRsyncProgress(line, null)).toMatchObject({
      checked: 234,
      known: 1234,
      searchComplete: false,
    });
  });

  it('keeps the counts within a file', () => {
    const line = '  9  20%    0.00kB/s    0:00:00  ';
    expect(parseRsyncProgress(line, BEFORE)).toEqual({
      ...BEFORE,
      bytes: 9,
      bytesPerSecond: 0,
      share: 0.2,
    });
  });

  it('counts nothing before the first file has ended', () => {
    const line = '  9  20%    0.00kB/s    0:00:00';
    expect(parseRsyncProgress(line, null)).toEqual({
      bytes: 9,
      bytesPerSecond: 0,
      share: 0.2,
      files: 0,
      checked: 0,
      known: 0,
      searchComplete: false,
    });
  });

  it.each([
    ['1.00B/s', 1],
    ['1.00kB/s', 1024],
    ['1.50MB/s', 1.5 * 1024 ** 2],
    ['2.00GB/s', 2 * 1024 ** 3],
    ['1.00TB/s', 1024 ** 4],
  ])('reads the speed %s', (speed, bytesPerSecond) => {
    expect(parseRsyncProgress(`9  20%  ${speed}  1:02:03`, null)?.bytesPerSecond).toBe(
      bytesPerSecond,
    );
  });

  it.each(['', 'sent 385 bytes  received 192 bytes  1,154.00 bytes/sec', '20 percent'])(
    'passes over %j',
    (line) => {
      expect(parseRsyncProgress(line, BEFORE)).toBeNull();
    },
  );
});

describe('progressFraction', () => {
  const searching = { ...BEFORE, searchComplete: false };

  it.each([
    ['of the bytes in a first run', BEFORE, null, 0.25],
    ['of the files that rsync knows', BEFORE, 10, 0.4],
    ['of what rsync knows rather than of what was expected', BEFORE, 5, 0.4],
    ['of the files expected while rsync searches', searching, 8, 0.5],
    ['unknown while rsync searches for the first time', searching, null, null],
    ['never complete before the search is', { ...searching, checked: 20 }, 8, 0.99],
    ['never more than all', { ...BEFORE, checked: 11 }, 10, 1],
    ['unknown where nothing is expected', searching, 0, null],
    ['unknown where nothing is known', { ...BEFORE, checked: 0, known: 0 }, 10, null],
  ])('is %s', (_, progress, expected, fraction) => {
    expect(progressFraction(progress, expected)).toBe(fraction);
  });
});

describe('secondsLeft', () => {
  it.each([
    [0.25, 20, 60],
    [1, 20, 0],
    [0.02, 2, 98],
    [0.019, 20, null],
    [0.5, 1.9, null],
    [0, 20, null],
    [null, 20, null],
  ])('at %s after %s seconds is %s', (fraction, elapsed, seconds) => {
    expect(secondsLeft(fraction, elapsed)).toBe(seconds);
  });
});
