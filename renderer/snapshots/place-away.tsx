import type { ReactNode } from 'react';
import type { ProfileView } from '../../main/shared/app-view.js';
import { sayPlace } from './say-snapshot.js';

/** True: there are backups, but not in sight: an empty list is no empty backup. */
export function isAway(profile: ProfileView, snapshots: number): boolean {
  return snapshots === 0 && profile.lastBackupAt !== null;
}

/** In the place of the snapshots: where they are. */
export function PlaceAway({ profile }: { readonly profile: ProfileView }): ReactNode {
  return (
    <section className="card">
      <h1>
        The snapshots of “{profile.name}” are on {sayPlace(profile)}, which is not here now.
      </h1>
      <p>Connect the disk or the network folder that it is on, then press F5.</p>
    </section>
  );
}
