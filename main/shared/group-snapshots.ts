import type { SnapshotRow } from './snapshot-requests.js';
import { calendarDaysBetween, sayMonth, sayWeekday } from './say-time.js';

/** In a group of a month or a year the snapshots are of different days. */
export type GroupKind = 'day' | 'month' | 'year';

export interface SnapshotGroup {
  /** `Today`, `Yesterday`, `Tuesday`, `March 2026`, `2024` */
  readonly title: string;
  readonly kind: GroupKind;
  readonly snapshots: readonly SnapshotRow[];
}

/** Puts snapshots, newest first, under the days, months and years that people remember. */
export function groupSnapshots(
  snapshots: readonly SnapshotRow[],
  now: Date,
  locale: string,
): readonly SnapshotGroup[] {
  const groups = new Map<string, { kind: GroupKind; snapshots: SnapshotRow[] }>();
  for (const snapshot of snapshots) {
    const { title, kind } = groupOf(new Date(snapshot.time), now, locale);
    const group = groups.get(title) ?? { kind, snapshots: [] };
    group.snapshots.push(snapshot);
    groups.set(title, group);
  }
  return [...groups].map(([title, group]) => ({ title, ...group }));
}

function groupOf(
  date: Date,
  now: Date,
  locale: string,
): { readonly title: string; readonly kind: GroupKind } {
  const days = calendarDaysBetween(date, now);
  if (days === 0) return { title: 'Today', kind: 'day' };
  if (days === 1) return { title: 'Yesterday', kind: 'day' };
  if (days > 1 && days < 7) return { title: sayWeekday(date, locale), kind: 'day' };
  if (monthsBetween(date, now) > 12) return { title: String(date.getFullYear()), kind: 'year' };
  return { title: sayMonth(date, locale), kind: 'month' };
}

function monthsBetween(earlier: Date, later: Date): number {
  const years = later.getFullYear() - earlier.getFullYear();
  return years * 12 + later.getMonth() - earlier.getMonth();
}
