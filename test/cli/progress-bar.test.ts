import { describe, expect, it } from 'vitest';
import { progressLine } from '../../main/cli/progress-bar.js';
import type { ProgressEvent } from '../../main/shared/run-event.js';

const PROGRESS: ProgressEvent = {
  event: 'progress',
  bytes: 1_200_000_000,
  percent: 50,
  bytesPerSecond: 48_000_000,
  secondsLeft: 90,
  files: 3,
};

describe('progressLine', () => {
  it.each<[string, Partial<ProgressEvent>, string]>([
    [
      'everything',
      {},
      '▓▓▓▓▓▓▓▓▓▓▓▓░░░░░░░░░░░░  50 %  3 files  1.2 GB  48 MB/s  about 2 minutes left',
    ],
    [
      'a run of unknown size',
      { percent: null, secondsLeft: null },
      'Copying  3 files  1.2 GB  48 MB/s',
    ],
    [
      'the beginning',
      { percent: 0, secondsLeft: null, files: 0, bytes: 0, bytesPerSecond: 0 },
      '░░░░░░░░░░░░░░░░░░░░░░░░  0 %  0 files  0 bytes  0 bytes/s',
    ],
    [
      'no end before it is there',
      { percent: 99.9, secondsLeft: null, files: 1 },
      '▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓  99 %  1 file  1.2 GB  48 MB/s',
    ],
    [
      'the end',
      { percent: 100, secondsLeft: null, files: 1_234_567 },
      '▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓  100 %  1,234,567 files  1.2 GB  48 MB/s',
    ],
  ])('tells %s', (_, facts, line) => {
    expect(progressLine({ ...PROGRESS, ...facts })).toBe(line);
  });
});
