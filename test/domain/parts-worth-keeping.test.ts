import { describe, expect, it } from 'vitest';
import type { EntryStatus } from '../../main/domain/is-replaced.js';
import { partsWorthKeeping } from '../../main/domain/parts-worth-keeping.js';

const SMALL = 64 * 1024 ** 2 - 1;
const complete = { backup: true, changes: { created: 1, changed: 0, deleted: 0, bytes: 0 } };
const brokenOff = { backup: true, changes: null };

function entry(kind: EntryStatus['kind'], size: number): EntryStatus {
  return { kind, size, modified: 0 };
}

describe('parts of files', () => {
  it.each([
    ['nobody knows what changed', [complete], null, 'keep'],
    ['nothing changed', [complete], [], 'drop'],
    ['small files changed', [complete], [entry('file', SMALL), entry('file', SMALL)], 'drop'],
    ['a large file changed', [complete], [entry('file', 1), entry('file', SMALL + 1)], 'keep'],
    ['something large that is no file changed', [complete], [entry('special', 1e12)], 'drop'],
    ['the last run was broken off', [complete, brokenOff], [], 'keep'],
    ['one before the last was broken off', [brokenOff, complete], [], 'drop'],
  ] as const)('where %s', (_, runs, changed, expected) => {
    expect(partsWorthKeeping(runs, changed)).toBe(expected);
  });
});
