import type { ReactNode } from 'react';
import type { ProfileView } from '../../main/shared/app-view.js';
import { sayPlace } from './say-snapshot.js';

/** True: there are backups, but not in sight: an empty list is no empty backup. */
export function isAway(profile: ProfileView, snapshots: number): boolean {
  return snapshots === 0 && profile.lastBackupAt !== null;
}

/** `which is not connected now`, of the place that the snapshots are on. */
export function sayAway({ disk }: ProfileView): string {
  if (disk === null) return 'which is not here now';
  return disk.state === 'not-connected' ? 'which is not connected now' : 'which is not open now';
}

/** In the place of the snapshots: where they are. */
export function PlaceAway({ profile }: { readonly profile: ProfileView }): ReactNode {
  return (
    <section className="card">
      <h1>
        The snapshots of “{profile.name}” are on {sayPlace(profile)}, {sayAway(profile)}.
      </h1>
      <p>
        {profile.disk === null
          ? 'Connect the disk or the network folder that it is on, then press F5.'
          : 'They are listed when its file system is mounted.'}
      </p>
    </section>
  );
}
