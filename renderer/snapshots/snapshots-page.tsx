import type { ReactNode } from 'react';
import type { ProfileView } from '../../main/shared/app-view.js';
import type { PageProps } from '../navigation/page-props.js';
import { chosenProfile, ProfilePicker } from '../navigation/profile-picker.js';
import { SnapshotSection } from './snapshot-section.js';

/** What can be had back from a backup. */
export function SnapshotsPage(props: PageProps): ReactNode {
  const { view, now } = props;
  const profile = chosenProfile(props);
  if (profile === null) return <p className="empty">{NOTHING_YET}</p>;
  const finishedAt = view.run.kind === 'running' ? null : view.run.last?.finishedAt;
  return (
    <>
      <ProfilePicker {...props} />
      {hasReadableSnapshots(profile) ? (
        <SnapshotSection
          key={profile.id}
          profileId={profile.id}
          occasion={`${view.run.kind} ${finishedAt ?? ''} ${profile.disk?.state ?? ''}`}
          now={now}
          locale={view.locale}
        />
      ) : (
        <p className="empty">
          The snapshots of “{profile.name}” are on “{profile.disk?.name}”, which is closed.
        </p>
      )}
    </>
  );
}

const NOTHING_YET = 'Snapshots of your backups will be here: everything as it was at that moment.';

/** Those of the system are on a disk that only root opens. */
function hasReadableSnapshots({ needsRoot, disk }: ProfileView): boolean {
  return !needsRoot || disk === null || disk.state === 'open';
}
