import type { RestoreCounts, RestorePreview, RestoreSummary } from '../shared/helper-protocol.js';

/** What restores from several snapshots to one target would do together. */
export function mergePreviews(previews: readonly RestorePreview[]): RestorePreview {
  return {
    ...mergeCounts(previews),
    bytes: previews.reduce((sum, { bytes }) => sum + bytes, 0),
    attributesOnly: previews.reduce((sum, { attributesOnly }) => sum + attributesOnly, 0),
    foreignOwners: previews.reduce((sum, { foreignOwners }) => sum + foreignOwners, 0),
    freeBytes: Math.min(...previews.map(({ freeBytes }) => freeBytes)),
    differing: previews.flatMap(({ differing }) => differing),
  };
}

/** What they have done. */
export function mergeSummaries(summaries: readonly RestoreSummary[]): RestoreSummary {
  return {
    restored: summaries.flatMap(({ restored }) => restored).slice(0, LISTED),
    restoredCount: summaries.reduce((total, { restoredCount }) => total + restoredCount, 0),
    kept: summaries.flatMap(({ kept }) => kept).slice(0, LISTED),
    keptCount: summaries.reduce((total, { keptCount }) => total + keptCount, 0),
    counts: mergeCounts(summaries.map(({ counts }) => counts)),
  };
}

const LISTED = 1000;

function mergeCounts(counts: readonly RestoreCounts[]): RestoreCounts {
  const sum = (which: keyof RestoreCounts): number =>
    counts.reduce((total, one) => total + one[which], 0);
  return { missing: sum('missing'), different: sum('different'), same: sum('same') };
}
