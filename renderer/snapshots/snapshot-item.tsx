import { FolderOpen, Pin, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import type { SnapshotRow } from '../../main/shared/ipc-contract.js';
import { sayChanges } from '../../main/shared/say-changes.js';
import { sayClock, sayDayOfMonth, sayExactTime } from '../../main/shared/say-time.js';
import { FailureNotice } from '../failure-notice.js';
import { useRequest } from '../use-request.js';

export interface SnapshotItemProps {
  readonly profileId: string;
  readonly snapshot: SnapshotRow;
  /** True: the day is said beside the time. */
  readonly dated: boolean;
  readonly locale: string;
}

export function SnapshotItem({ profileId, snapshot, dated, locale }: SnapshotItemProps): ReactNode {
  const show = useRequest('snapshots:show');
  const date = new Date(snapshot.time);
  const exact = sayExactTime(date, locale);
  const day = dated ? `${sayDayOfMonth(date, locale)}, ` : '';
  return (
    <li>
      <div className="snapshot">
        <time dateTime={snapshot.time} title={exact}>
          {day}
          {sayClock(date, locale)}
        </time>
        <span className="quiet">
          {snapshot.changes === null ? '' : sayChanges(snapshot.changes)}
        </span>
        <Badges snapshot={snapshot} />
        <Button
          className="quiet-button"
          aria-label={`Show in folder: snapshot of ${exact}`}
          onPress={() => show.send({ profileId, snapshot: snapshot.name })}
        >
          <FolderOpen size={16} aria-hidden />
          Show in folder
        </Button>
      </div>
      {show.failure !== null && <FailureNotice failure={show.failure} />}
    </li>
  );
}

function Badges({ snapshot }: { readonly snapshot: SnapshotRow }): ReactNode {
  return (
    <span className="badges">
      {snapshot.pinned && (
        <span>
          <Pin size={16} aria-hidden /> pinned
        </span>
      )}
      {!snapshot.complete && (
        <span>
          <TriangleAlert className="attention" size={16} aria-hidden /> some files missing
        </span>
      )}
      {snapshot.note !== '' && <span>{snapshot.note}</span>}
    </span>
  );
}
