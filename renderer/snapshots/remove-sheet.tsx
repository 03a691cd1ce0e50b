import { useState } from 'react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import type { ProfileView } from '../../main/shared/app-view.js';
import type { Removal } from '../../main/shared/removal.js';
import { sayCount } from '../../main/shared/say-count.js';
import { saySize } from '../../main/shared/say-size.js';
import type { SnapshotSpace } from '../../main/shared/snapshot-content.js';
import type { SnapshotRow } from '../../main/shared/snapshot-requests.js';
import { backup } from '../backup-bridge.js';
import { FailureNotice } from '../failure-notice.js';
import { useRequest } from '../use-request.js';
import { ProgressBar } from './progress-bar.js';
import { RemovalSummary } from './removal-summary.js';
import { saySnapshotName, saySnapshotTime } from './say-snapshot.js';
import { Sheet } from './sheet.js';
import { SpaceStatus } from './space-status.js';
import { useCalledOff, useWorkProgress } from './use-work-progress.js';

export interface RemoveSheetProps {
  readonly profile: ProfileView;
  /** At least one. */
  readonly snapshots: readonly SnapshotRow[];
  readonly onSnapshotsChanged: () => void;
  readonly onClose: () => void;
  readonly now: Date;
  readonly locale: string;
}

/** One confirmation, which says what is gained by it. */
export function RemoveSheet(props: RemoveSheetProps): ReactNode {
  const { profile, snapshots, onSnapshotsChanged, onClose, now, locale } = props;
  const remove = useRequest('snapshots:remove');
  const [removals, setRemovals] = useState<readonly Removal[] | null>(null);
  const { pending, failure } = remove;
  const say = (name: string): string => saySnapshotName(name, snapshots, now, locale);
  const onRemoved = (answer: readonly Removal[]): void => {
    onSnapshotsChanged();
    if (answer.every(({ outcome }) => outcome === 'removed')) onClose();
    else setRemovals(answer);
  };
  const request = { profileId: profile.id, snapshots: snapshots.map(({ name }) => name) };
  const [first] = snapshots;
  const which =
    first !== undefined && snapshots.length === 1
      ? `the snapshot of ${saySnapshotTime(first, now, locale)}`
      : sayCount(snapshots.length, 'snapshot', 'snapshots');
  return (
    <Sheet title={`Remove ${which}`} onClose={pending ? stop : onClose}>
      {removals !== null ? (
        <RemovalSummary {...{ removals, say, onClose }} />
      ) : pending ? (
        <Removing of={snapshots.length} />
      ) : (
        <>
          <p>What is in other snapshots too stays there. This cannot be undone.</p>
          <SpaceStatus
            profile={profile}
            snapshots={request.snapshots}
            adding="Adding up what they take …"
            say={(space) => saySpace(space, snapshots.length)}
            unknown="How much becomes free is not known:"
          />
          {failure !== null && <FailureNotice failure={failure} />}
          <div className="buttons sheet-buttons">
            <Button className="button" autoFocus onPress={onClose}>
              {snapshots.length === 1 ? 'Keep it' : 'Keep them'}
            </Button>
            <Button
              className="button danger"
              onPress={() => remove.send(request, onRemoved, onSnapshotsChanged)}
            >
              Remove {sayCount(snapshots.length, 'snapshot', 'snapshots')}
            </Button>
          </div>
        </>
      )}
    </Sheet>
  );
}

function stop(): void {
  void backup.ask('snapshots:cancel', 'remove');
}

/** How far it is, and a way to stop it. */
function Removing({ of }: { readonly of: number }): ReactNode {
  const done = useWorkProgress()?.done ?? 0;
  useCalledOff('remove');
  return (
    <>
      <ProgressBar label="Removing" share={of === 1 ? null : done / of} />
      <p role="status">
        Removing {Math.min(done + 1, of)} of {of} …
      </p>
      <div className="buttons sheet-buttons">
        <Button className="button" autoFocus onPress={stop}>
          Cancel
        </Button>
      </div>
    </>
  );
}

function saySpace({ bytes, freed }: SnapshotSpace, count: number): string {
  const [show, them] = count === 1 ? ['It shows', 'it'] : ['They show', 'them'];
  if (freed === null) return `${show} ${saySize(bytes)}; how much is only in ${them} is not known.`;
  return `${show} ${saySize(bytes)}, of which ${saySize(freed)} are only in ${them} and become free.`;
}
