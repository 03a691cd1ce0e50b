import { describe, expect, it } from 'vitest';
import { formatBytes } from '../../main/domain/format-bytes.js';

describe('formatBytes', () => {
  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [2, '2 bytes'],
    [999, '999 bytes'],
    [1000, '1.0 kB'],
    [9_949, '9.9 kB'],
    [9_950, '10 kB'],
    [999_499, '999 kB'],
    [999_500, '1.0 MB'],
    [4_200_000, '4.2 MB'],
    [48_000_000_000, '48 GB'],
    [2e12, '2.0 TB'],
    [3e15, '3.0 PB'],
    [5e18, '5000 PB'],
  ])('of %d is %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});
