import { timesOf } from '../../main/domain/snapshot-times.js';
import { remotePlace } from '../../main/domain/remote-place.js';
import { systemClock } from '../../main/system/clock.js';
import type { KnownProfile } from '../profiles/known-profiles.js';
import type { RunLogFile } from '../runs/run-log-file.js';
import type { SnapshotDesk } from './snapshot-desk.js';

/**
 * Has what is remembered of another machine follow a removal there, which may have ended in the middle. Where the machine does not
 * answer any more, what was removed entirely is known all the same.
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
  if (needsRoot || remotePlace(profile) === null) return;
  const asOf = systemClock.now().getTime();
  const listed = await desk.list(known);
  const before = log.snapshotsOf(profile)?.snapshots ?? [];
  const left = listed.ok
    ? timesOf(listed.value)
    : before.filter(({ name }) => !gone.includes(name));
  if (listed.ok || gone.length > 0) log.noteSnapshots(profile, left, asOf);
}
