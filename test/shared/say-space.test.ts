import { expect, it } from 'vitest';
import { saySpace } from '../../main/shared/say-space.js';

const GB = 1000 ** 3;

it.each([
  [null, '612 GB of 1 TB used'],
  [0, '612 GB of 1 TB used, full in less than a day'],
  [1, '612 GB of 1 TB used, full in about 1 day'],
  [59, '612 GB of 1 TB used, full in about 59 days'],
  [60, '612 GB of 1 TB used, full in about 2 months'],
  [426, '612 GB of 1 TB used, full in about 14 months'],
  [730, '612 GB of 1 TB used, full in about 2 years'],
  [3650, '612 GB of 1 TB used, full in about 10 years'],
])('a disk that is full in %s days', (fullInDays, words) => {
  expect(saySpace({ at: 0, free: 388 * GB, total: 1000 * GB, fullInDays })).toBe(words);
});
