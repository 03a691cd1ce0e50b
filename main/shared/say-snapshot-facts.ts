import { sayChanges } from './say-changes.js';
import { saySize } from './say-size.js';
import type { SnapshotRow } from './snapshot-requests.js';

/** What the backup brought, how it ended, and why the snapshot stays; each a short sentence without its full stop. */
export function saySnapshotFacts({
  changes,
  complete,
  keptFor,
}: Pick<SnapshotRow, 'changes' | 'complete' | 'keptFor'>): readonly string[] {
  const facts: string[] = [];
  if (changes === null) facts.push('what changed is not recorded');
  else {
    const copied = changes.bytes > 0 ? `, ${saySize(changes.bytes)} copied` : '';
    facts.push(`${sayChanges(changes)}${copied}`);
  }
  if (!complete) facts.push('some files could not be read');
  else if (changes !== null) facts.push('complete');
  if (keptFor !== null) {
    facts.push(keptFor.length === 0 ? 'goes at the next backup' : `stays: ${keptFor.join(', ')}`);
  }
  return facts;
}
