import { describe, expect, it } from 'vitest';
import { formatDuration } from '../../main/domain/format-duration.js';

describe('formatDuration', () => {
  it.each([
    [0, '1 second'],
    [1, '1 second'],
    [1.6, '2 seconds'],
    [59, '59 seconds'],
    [59.6, '1 minute'],
    [61, '1 minute and 1 second'],
    [120, '2 minutes'],
    [599, '9 minutes and 59 seconds'],
    [601, '10 minutes'],
    [3_569, '59 minutes'],
    [3_599, '1 hour'],
    [3_600, '1 hour'],
    [3_660, '1 hour and 1 minute'],
    [7_500, '2 hours and 5 minutes'],
    [90_000, '25 hours'],
  ])('of %d seconds is %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });
});
