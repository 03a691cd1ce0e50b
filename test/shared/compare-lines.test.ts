import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareLines } from '../../main/shared/compare-lines.js';

const SIGNS = { same: ' ', removed: '-', added: '+' } as const;

function compared(before: string, after: string): readonly string[] {
  return (compareLines(before, after) ?? []).map(({ kind, text }) => `${SIGNS[kind]}${text}`);
}

describe('the comparison of two texts', () => {
  it('shows what was removed and added, among what stayed', () => {
    expect(compared('a\nb\nc\n', 'a\nx\nc\nd\n')).toEqual([' a', '-b', '+x', ' c', '+d']);
  });

  it('knows empty texts', () => {
    expect(compared('', '')).toEqual([]);
    expect(compared('', 'a\n')).toEqual(['+a']);
    expect(compared('a', '')).toEqual(['-a']);
  });

  it('gives both texts back, whatever they are', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 30 });
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = compareLines(before.join('\n'), after.join('\n')) ?? [];
        const without = (kind: string) =>
          lines.filter((line) => line.kind !== kind).map((line) => line.text);
        expect(without('added')).toEqual(before);
        expect(without('removed')).toEqual(after);
      }),
    );
  });

  it('gives up where they have too little in common', () => {
    const lines = (letter: string): string =>
      Array.from({ length: 3000 }, (_, index) => `${letter}${String(index)}`).join('\n');
    expect(compareLines(lines('a'), lines('b'))).toBe(null);
  });
});
