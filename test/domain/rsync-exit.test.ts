import { describe, expect, it } from 'vitest';
import { rsyncExitMeaning } from '../../main/domain/rsync-exit.js';

describe('rsyncExitMeaning', () => {
  it.each([
    [1, 'rsync did not accept its options'],
    [11, 'reading or writing a file failed'],
    [12, 'the connection between the rsync processes broke'],
    [20, 'rsync was stopped by a signal'],
    [30, 'the transfer timed out'],
  ])('of %i is that %s', (code, meaning) => {
    expect(rsyncExitMeaning(code)).toBe(meaning);
  });

  it('says so where rsync(1) does not list the value', () => {
    expect(rsyncExitMeaning(99)).toBe('rsync ended with the unknown exit value 99');
  });
});
