import type { ChangeCounts } from './run-event.js';
import { sayCount } from './say-count.js';

/** What a run did to the backup: `12 new, 3 changed, 1 deleted`; `nothing changed`. */
export function sayChanges({ created, changed, deleted }: ChangeCounts): string {
  const parts = [
    created > 0 ? sayCount(created, 'new', 'new') : '',
    changed > 0 ? sayCount(changed, 'changed', 'changed') : '',
    deleted > 0 ? sayCount(deleted, 'deleted', 'deleted') : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'nothing changed' : parts.join(', ');
}
