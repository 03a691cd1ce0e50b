import { expect, it } from 'vitest';
import { mergePreviews, mergeSummaries } from '../../main/domain/merge-restores.js';

it('restores from several snapshots are told as one', () => {
  expect(
    mergePreviews([
      {
        ...{ missing: 1, different: 2, same: 0, bytes: 10, freeBytes: 900, differing: ['a'] },
        ...{ attributesOnly: 1, foreignOwners: 0 },
      },
      {
        ...{ missing: 3, different: 0, same: 4, bytes: 20, freeBytes: 800, differing: [] },
        ...{ attributesOnly: 0, foreignOwners: 3 },
      },
    ]),
  ).toEqual({
    ...{ missing: 4, different: 2, same: 4, bytes: 30, freeBytes: 800, differing: ['a'] },
    ...{ attributesOnly: 1, foreignOwners: 3 },
  });
  expect(
    mergeSummaries([
      {
        ...{ restored: ['a'], restoredCount: 1, kept: [], keptCount: 0 },
        counts: { missing: 1, different: 0, same: 0 },
      },
      {
        ...{ restored: ['b'], restoredCount: 2000, kept: ['c'], keptCount: 1 },
        counts: { missing: 1, different: 1, same: 0 },
      },
    ]),
  ).toEqual({
    ...{ restored: ['a', 'b'], restoredCount: 2001, kept: ['c'], keptCount: 1 },
    counts: { missing: 2, different: 1, same: 0 },
  });
});
