import { useState } from 'react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import type { ProfileView } from '../../main/shared/app-view.js';
import { sayChanges } from '../../main/shared/say-changes.js';
import { sayCount } from '../../main/shared/say-count.js';
import type { Comparison } from '../../main/shared/snapshot-content.js';
import type { SnapshotRow } from '../../main/shared/snapshot-requests.js';
import { FailureNotice } from '../failure-notice.js';
import { ChangeTree } from './change-tree.js';
import { ProgressBar } from './progress-bar.js';
import { saySnapshotTime } from './say-snapshot.js';
import { Sheet } from './sheet.js';
import { useAnswer } from './use-answer.js';
import { useCalledOff, useWorkProgress } from './use-work-progress.js';

export interface CompareSheetProps {
  readonly profile: ProfileView;
  readonly before: SnapshotRow;
  /** null: what is there now. */
  readonly after: SnapshotRow | null;
  readonly onClose: () => void;
  readonly now: Date;
  readonly locale: string;
}

/** What is otherwise at two times. Whoever closes it stops the comparison. */
export function CompareSheet(props: CompareSheetProps): ReactNode {
  const { profile, before, after, onClose, now, locale } = props;
  const [asAdministrator, setAsAdministrator] = useState(false);
  const { result: answer, stale } = useAnswer('snapshots:compare', {
    ...{ profileId: profile.id, before: before.name, after: after?.name ?? null, asAdministrator },
  });
  const result = stale ? null : answer;
  const isClosed = result?.ok === false && result.failure.code === 'no-permission';
  useCalledOff('compare');
  const until = after === null ? 'now' : saySnapshotTime(after, now, locale);
  return (
    <Sheet
      title={`From ${saySnapshotTime(before, now, locale)} to ${until}`}
      className="compare-sheet"
      onClose={onClose}
    >
      {result === null && <Comparing />}
      {result?.ok === false && <FailureNotice failure={result.failure} />}
      {isClosed && profile.needsRoot && !asAdministrator && (
        <Button className="button" onPress={() => setAsAdministrator(true)}>
          Compare as administrator
        </Button>
      )}
      {result?.ok === true && (
        <>
          <p role="status">
            {sayChanges({ ...result.value.counts, bytes: 0 })}
            {isCut(result.value) && '; the first of them:'}
          </p>
          <ChangeTree changes={result.value.changes} />
          {result.value.fromRecords && (
            <p className="quiet">From the records of the backups in between.</p>
          )}
        </>
      )}
      <div className="buttons sheet-buttons">
        <Button
          className={result === null ? 'button' : 'primary-button'}
          autoFocus
          onPress={onClose}
        >
          {result === null ? 'Cancel' : 'Close'}
        </Button>
      </div>
    </Sheet>
  );
}

function Comparing(): ReactNode {
  const done = useWorkProgress()?.done ?? 0;
  return (
    <>
      <ProgressBar label="Comparing" share={null} />
      <p role="status">
        Comparing{done === 0 ? ' …' : `: ${sayCount(done, 'file', 'files')} so far`}
      </p>
    </>
  );
}

function isCut({ changes, counts }: Comparison): boolean {
  return changes.length < counts.created + counts.changed + counts.deleted;
}
