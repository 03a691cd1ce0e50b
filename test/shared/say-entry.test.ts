import { describe, expect, it } from 'vitest';
import { sayBefore, sayState } from '../../main/shared/say-entry.js';

const SNAPSHOT = '2026-11-01 10:00:00';
const file = (now: 'same' | 'different' | 'missing' | 'unknown') => ({
  kind: 'file' as const,
  now,
});

describe('how an entry compares with what is there now', () => {
  it.each([
    ['same', 'same as now'],
    ['different', 'differs from now'],
    ['missing', 'not here now'],
    ['unknown', ''],
  ] as const)('%s: “%s”', (now, text) => {
    expect(sayState({}, file(now), SNAPSHOT)).toBe(text);
  });

  it('is not said of what is there now, nor before it is known', () => {
    expect(sayState({}, file('same'), null)).toBe('');
    expect(sayState({}, null, SNAPSHOT)).toBe('');
  });

  it('what only other snapshots have is deleted, unless it came later', () => {
    const gone = { lastIn: SNAPSHOT };
    expect(sayState(gone, file('missing'), SNAPSHOT)).toBe('deleted');
    expect(sayState(gone, null, null)).toBe('deleted');
    expect(sayState(gone, file('different'), SNAPSHOT)).toBe('not there then');
  });
});

it('what is otherwise than in the snapshot before is marked', () => {
  expect(sayBefore({}, { before: 'new' })).toBe('new');
  expect(sayBefore({}, { before: 'changed' })).toBe('changed');
  expect(sayBefore({}, { before: 'same' })).toBe('');
  expect(sayBefore({}, { before: 'unknown' })).toBe('');
  expect(sayBefore({ lastIn: SNAPSHOT }, { before: 'new' })).toBe('');
});
