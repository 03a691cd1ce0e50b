import { describe, expect, it } from 'vitest';
import { answerSearch, search, type SearchIndex } from '../../main/domain/search-index.js';
import { SearchIndexBuilder } from '../../main/domain/search-index-builder.js';
import { fitsWhole, parseSearchPattern } from '../../main/domain/search-pattern.js';

/** Three snapshots: `letters/` is in the first two, `plan` in the last two, `notes` in the first and the last. */
function sample(limit = 100): SearchIndex {
  const builder = new SearchIndexBuilder(['one', 'two', 'three'], limit);
  builder.setNames(builder.root, ['plan.ODS', 'notes'], 2);
  builder.setNames(builder.root, ['plan.ODS', 'letters/'], 1);
  for (const [, letters] of builder.directoriesIn(builder.root)) {
    builder.setNames(letters, ['Gr\\#303\\#274\\#303\\#237e.odt'], 1);
  }
  builder.setNames(builder.root, ['letters/', 'notes'], 0);
  return builder.finish();
}

function found(text: string, index = sample()): readonly string[] {
  const pattern = parseSearchPattern(text);
  if (pattern === null) return [];
  return search(index, pattern, 10).results.map(
    ({ path, first, last, isDirectory }) => `${path}${isDirectory ? '/' : ''} ${first}–${last}`,
  );
}

describe('a search', () => {
  it('finds part of a name whatever the case, with the first and last snapshot', () => {
    expect(found('PLAN')).toEqual(['plan.ODS two–three']);
    expect(found(' notes ')).toEqual(['notes one–three']);
    expect(found('ETTER')).toEqual(['letters/ one–two']);
  });

  it('finds names as people read them, and tells exact paths', () => {
    expect(found('grüß')).toEqual(['letters/Gr\\#303\\#274\\#303\\#237e.odt one–two']);
  });

  it('takes stars and question marks for a whole name', () => {
    expect(found('*.od?')).toEqual([
      'plan.ODS two–three',
      'letters/Gr\\#303\\#274\\#303\\#237e.odt one–two',
    ]);
    expect(found('plan.*')).toEqual(['plan.ODS two–three']);
    expect(found('lan.*')).toEqual([]);
    expect(found('*')).toHaveLength(4);
  });

  it('finds nothing for nothing', () => {
    expect(found('  ')).toEqual([]);
    expect(found('absent')).toEqual([]);
    expect(found('ods\nnotes')).toEqual([]);
  });

  it('counts more than it tells', () => {
    const pattern = parseSearchPattern('*');
    if (pattern === null) throw new Error('It was a pattern.');
    expect(search(sample(), pattern, 1)).toMatchObject({ total: 4, complete: true });
  });

  it('says how much nobody could look into, each folder once', () => {
    const builder = new SearchIndexBuilder(['one', 'two'], 100);
    for (const snapshot of [1, 0]) {
      builder.setNames(builder.root, ['root/', 'home/'], snapshot);
      for (const [name, inner] of builder.directoriesIn(builder.root)) {
        if (name === 'root') builder.leaveClosed(inner);
      }
    }
    const index = builder.finish();
    expect(answerSearch(index, 'home')).toMatchObject({ total: 1, closed: 1 });
    expect(answerSearch(index, ' ')).toMatchObject({ results: [], total: 0, closed: 1 });
  });

  it('says where the index is full', () => {
    const pattern = parseSearchPattern('*');
    if (pattern === null) throw new Error('It was a pattern.');
    expect(search(sample(2), pattern, 10)).toMatchObject({ total: 2, complete: false });
  });
});

describe('a pattern', () => {
  it.each([
    ['abc', 'a*c', true],
    ['abc', '*', true],
    ['', '*', true],
    ['abc', '???', true],
    ['abc', '??', false],
    ['aXbXc', 'a*b*c', true],
    ['aXbXcX', 'a*b*c', false],
    ['a.c', 'a.c*', true],
    ['axc', 'a.c*', false],
  ])('“%s” and “%s”: %s', (name, pattern, expected) => {
    expect(fitsWhole(pattern, name)).toBe(expected);
  });

  it('does not take for ever', () => {
    expect(fitsWhole(`${'*a'.repeat(100)}*b`, 'a'.repeat(255))).toBe(false);
  });
});
