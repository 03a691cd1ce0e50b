import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { saySize } from '../../main/shared/say-size.js';
import type { SnapshotSpace } from '../../main/shared/snapshot-content.js';
import { FailureNotice } from '../failure-notice.js';
import { useRequest } from '../use-request.js';
import type { SnapshotSheetProps } from './note-sheet.js';
import { saySnapshotTime } from './say-snapshot.js';
import { Sheet } from './sheet.js';
import { useAnswer } from './use-answer.js';

/** One confirmation, which says what is gained by it. */
export function RemoveSheet(props: SnapshotSheetProps): ReactNode {
  const { profile, snapshot, onSnapshotsChanged, onClose, now, locale } = props;
  const remove = useRequest('snapshots:remove');
  const request = { profileId: profile.id, snapshots: [snapshot.name] };
  const space = useAnswer('snapshots:measure', request).result;
  const time = saySnapshotTime(snapshot, now, locale);
  return (
    <Sheet title={`Remove the snapshot of ${time}`} onClose={onClose}>
      <p>What is in other snapshots too stays there. This cannot be undone.</p>
      <p role="status">
        {space === null ? 'Adding up what it takes …' : space.ok ? saySpace(space.value) : ''}
      </p>
      {remove.failure !== null && <FailureNotice failure={remove.failure} />}
      <div className="buttons sheet-buttons">
        <Button className="button" autoFocus onPress={onClose}>
          Keep it
        </Button>
        <Button
          className="button danger"
          isDisabled={remove.pending}
          onPress={() =>
            remove.send(request, () => {
              onSnapshotsChanged();
              onClose();
            })
          }
        >
          {remove.pending ? 'Removing …' : 'Remove 1 snapshot'}
        </Button>
      </div>
    </Sheet>
  );
}

function saySpace({ bytes, freed }: SnapshotSpace): string {
  if (freed === null) return `It shows ${saySize(bytes)}; how much is only in it is not known.`;
  return `It shows ${saySize(bytes)}, of which ${saySize(freed)} are only in it and become free.`;
}
