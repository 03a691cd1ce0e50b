import { expect, it } from 'vitest';
import { saySnapshotFacts } from '../../main/shared/say-snapshot-facts.js';

const changes = { created: 12, changed: 3, deleted: 0, bytes: 4_200_000 };

it('says what a snapshot brought, how it ended, and why it stays', () => {
  expect(saySnapshotFacts({ changes, complete: true, keptFor: ['daily', 'weekly'] })).toEqual([
    ...['12 new, 3 changed, 4.2 MB copied', 'complete', 'stays: daily, weekly'],
  ]);
});

it('says what is missing, and that it goes', () => {
  expect(saySnapshotFacts({ changes, complete: false, keptFor: [] })).toEqual([
    ...['12 new, 3 changed, 4.2 MB copied', 'some files could not be read'],
    'goes at the next backup',
  ]);
});

it('claims nothing of a snapshot that the catalog does not know', () => {
  expect(saySnapshotFacts({ changes: null, complete: true, keptFor: null })).toEqual([
    'what changed is not recorded',
  ]);
});
