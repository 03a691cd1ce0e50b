import { describe, expect, it } from 'vitest';
import { parseRetentionCount } from '../../main/domain/retention-count.js';

describe('parseRetentionCount', () => {
  it.each([
    ['always', 'always'],
    [' Always ', 'always'],
    ['24', 24],
    [' 0 ', 0],
    ['2 * 7', 14],
    ['7*2+1', 15],
    ['1 + 2 * 3 - 4 / 2', 5],
    ['(1 + 2) * 3', 9],
    ['10 - 3 - 2', 5],
    ['24 / 4 / 2', 3],
    ['2 * 1.5', 3],
    ['-(3 - 10)', 7],
    ['0 * -1', 0],
  ])('reads %j', (text, count) => {
    expect(parseRetentionCount(text)).toBe(count);
  });

  it.each([
    '',
    'never',
    'always 3',
    '-1',
    '1.5',
    '7 / 2',
    '1 / 0',
    '0 / 0',
    '1e3',
    '2 ** 3',
    '7 //2',
    '(1',
    '1)',
    '()',
    '* 2',
    '2 2',
    '2 +',
    'abs(1)',
    '99999999999999999999',
  ])('refuses %j', (text) => {
    expect(parseRetentionCount(text)).toBeNull();
  });
});
