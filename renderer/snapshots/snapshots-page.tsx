import { useState } from 'react';
import type { ReactNode } from 'react';
import type { ProfileView } from '../../main/shared/app-view.js';
import { FailureNotice } from '../failure-notice.js';
import type { PageProps } from '../navigation/page-props.js';
import { chosenProfile, ProfilePicker } from '../navigation/profile-picker.js';
import { ClosedDisk } from './closed-disk.js';
import { InterruptedRestore } from './interrupted-restore.js';
import { LastRestoreBar } from './last-restore.js';
import { isAway, PlaceAway } from './place-away.js';
import { SnapshotBrowser } from './snapshot-browser.js';
import { useLastRestore } from './use-last-restore.js';
import { useSnapshots } from './use-snapshots.js';
import './snapshots.css';

/** What can be had back from a backup. */
export function SnapshotsPage(props: PageProps): ReactNode {
  const { view } = props;
  const profile = chosenProfile(props);
  const { last, changes } = useLastRestore();
  const [restoring, setRestoring] = useState(false);
  if (profile === null) return <p className="empty">{NOTHING_YET}</p>;
  const finishedAt = view.run.kind === 'running' ? null : view.run.last?.finishedAt;
  const occasion = `${view.run.kind} ${finishedAt ?? ''} ${String(profile.disk?.readable)}`;
  return (
    <>
      <ProfilePicker {...props} />
      <InterruptedRestore profileId={profile.id} />
      {hasReadableSnapshots(profile) ? (
        <Snapshots
          key={profile.id}
          {...props}
          {...{ profile, occasion }}
          restores={changes}
          onRestoring={setRestoring}
        />
      ) : (
        <ClosedDisk profile={profile} />
      )}
      {!restoring && <LastRestoreBar last={last} />}
    </>
  );
}

const NOTHING_YET = 'Snapshots of your backups will be here: everything as it was at that moment.';

/** Those of the system are on a disk that only root opens. */
function hasReadableSnapshots({ needsRoot, disk }: ProfileView): boolean {
  return !needsRoot || disk === null || disk.readable;
}

interface SnapshotsProps extends PageProps {
  readonly profile: ProfileView;
  /** Changes when the snapshots may have changed. */
  readonly occasion: string;
  /** Changes when files were restored, or taken back. */
  readonly restores: number;
  /** Told whether the sheet of a restore is open. */
  readonly onRestoring: (isOpen: boolean) => void;
}

function Snapshots(props: SnapshotsProps): ReactNode {
  const { profile, occasion, restores, onRestoring, now, view, place } = props;
  const [changes, setChanges] = useState(0);
  const snapshots = useSnapshots(profile.id, `${occasion} ${String(changes)}`);
  if (snapshots === null) return null;
  if (!snapshots.ok) return <FailureNotice failure={snapshots.failure} />;
  if (isAway(profile, snapshots.value.length)) return <PlaceAway profile={profile} />;
  if (snapshots.value.length === 0) {
    return (
      <section className="snapshots">
        <h1>Snapshots</h1>
        <p className="empty">
          Every backup adds a snapshot here: the whole folder as it was at that moment. The first
          one comes with the first backup.
        </p>
      </section>
    );
  }
  return (
    <SnapshotBrowser
      profile={profile}
      snapshots={snapshots.value}
      first={place.snapshot ?? snapshots.value[0]?.name ?? null}
      onSnapshotsChanged={() => setChanges(changes + 1)}
      restores={restores}
      onRestoring={onRestoring}
      now={now}
      locale={view.locale}
    />
  );
}
