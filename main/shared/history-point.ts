import type { ChangeCounts } from './run-event.js';
import { sayChanges } from './say-changes.js';
import { saySize } from './say-size.js';
import { sayTime } from './say-time.js';

/** A backup on the timeline of the overview. */
export interface HistoryPoint {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Name of its snapshot; null: none was taken, or it has gone. */
  readonly snapshot: string | null;
  readonly pinned: boolean;
  /** null: nobody knows. */
  readonly changes: ChangeCounts | null;
}

/** `Tuesday 14:05, pinned: 12 new, 3 changed, 2.1 GB copied` */
export function sayHistoryPoint(
  { at, snapshot, pinned, changes }: HistoryPoint,
  now: Date,
  locale: string,
): string {
  const when = `${sayTime(new Date(at), now, locale)}${pinned ? ', pinned' : ''}`;
  const copied =
    changes === null || changes.bytes === 0 ? '' : `, ${saySize(changes.bytes)} copied`;
  const what = changes === null ? '' : `: ${sayChanges(changes)}${copied}`;
  return `${when}${what}${snapshot === null ? '; no snapshot of it is kept' : ''}`;
}

/** How high its bar is, from 0 to 1: much is to be told from little though the first backup copied a thousand times as much. */
export function barHeight({ changes }: HistoryPoint, most: number): number {
  if (changes === null || most === 0) return 0;
  return Math.cbrt(changes.bytes / most);
}
