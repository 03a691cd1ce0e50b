import { timesOf } from '../../main/domain/snapshot-times.js';
import { remotePlace } from '../../main/domain/remote-place.js';
import { systemClock } from '../../main/system/clock.js';
import type { KnownProfile } from '../profiles/known-profiles.js';
import type { RunLogFile } from '../runs/run-log-file.js';
import type { SnapshotDesk } from './snapshot-desk.js';

/**
 * Has what is remembered of another machine, or of a disk, follow a removal there, which may have ended in the middle. Where nobody
 * answers any more, what was removed entirely is known all the same.
 *
 * @param gone names of snapshots that are removed for certain
 */
export async function followRemoval(
  log: RunLogFile,
  desk: SnapshotDesk,
  known: KnownProfile,
  gone: readonly string[],
): Promise<void> {
  const { profile, needsRoot } = known;
  const asOf = systemClock.now().getTime();
  const listed = needsRoot || remotePlace(profile) === null ? null : await desk.list(known);
  if (listed?.ok === true) {
    log.noteSnapshots(profile, timesOf(listed.value), asOf);
    return;
  }
  const before = log.snapshotsOf(profile)?.snapshots ?? [];
  const left = before.filter(({ name }) => !gone.includes(name));
  if (left.length < before.length) log.noteSnapshots(profile, left, asOf);
}
