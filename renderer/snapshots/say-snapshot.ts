import type { ProfileView } from '../../main/shared/app-view.js';
import type { SnapshotRow } from '../../main/shared/snapshot-requests.js';
import { sayTime } from '../../main/shared/say-time.js';

/** `today 14:05`; the time is the one in the snapshot's name. */
export function saySnapshotTime(
  { time }: Pick<SnapshotRow, 'time'>,
  now: Date,
  locale: string,
): string {
  return sayTime(new Date(time), now, locale);
}

/** Of a name that is a time stamp, with or without its seconds. */
export function saySnapshotName(
  name: string,
  snapshots: readonly SnapshotRow[],
  now: Date,
  locale: string,
): string {
  const known = snapshots.find((snapshot) => snapshot.name === name);
  return known === undefined ? name : saySnapshotTime(known, now, locale);
}

/** What the person calls where the backup is: a disk by its label, a folder by its path, which holds `latest`. */
export function sayPlace({ disk, destination }: ProfileView): string {
  return `“${disk?.name ?? destination.replace(/(?<=.)\/latest\/?$/, '')}”`;
}
