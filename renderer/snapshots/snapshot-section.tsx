import { useState } from 'react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { groupSnapshots } from '../../main/shared/group-snapshots.js';
import type { SnapshotRow } from '../../main/shared/ipc-contract.js';
import { sayCount } from '../../main/shared/say-count.js';
import { FailureNotice } from '../failure-notice.js';
import { useSnapshots } from './use-snapshots.js';
import { SnapshotItem } from './snapshot-item.js';

/** As many as fit on a few screens; a person who wants the older ones asks for them. */
const SHOWN_AT_FIRST = 50;

export interface SnapshotSectionProps {
  readonly profileId: string;
  /** Changes when the snapshots may have changed. */
  readonly occasion: string;
  readonly now: Date;
  readonly locale: string;
}

export function SnapshotSection(props: SnapshotSectionProps): ReactNode {
  const snapshots = useSnapshots(props.profileId, props.occasion);
  if (snapshots === null) return null;
  if (!snapshots.ok) return <FailureNotice failure={snapshots.failure} />;
  return (
    <section className="snapshots">
      <h1>Snapshots</h1>
      {snapshots.value.length === 0 ? (
        <p className="empty">
          Every backup adds a snapshot here: the whole folder as it was at that moment. The first
          one comes with the first backup.
        </p>
      ) : (
        <SnapshotGroups {...props} snapshots={snapshots.value} />
      )}
    </section>
  );
}

interface SnapshotGroupsProps extends SnapshotSectionProps {
  readonly snapshots: readonly SnapshotRow[];
}

function SnapshotGroups({ profileId, snapshots, now, locale }: SnapshotGroupsProps): ReactNode {
  const [all, setAll] = useState(false);
  const shown = all ? snapshots : snapshots.slice(0, SHOWN_AT_FIRST);
  const hidden = snapshots.length - shown.length;
  return (
    <>
      {groupSnapshots(shown, now, locale).map((group) => (
        <section key={group.title} className="snapshot-group">
          <h2>{group.title}</h2>
          <ul>
            {group.snapshots.map((snapshot) => (
              <SnapshotItem
                key={snapshot.name}
                profileId={profileId}
                snapshot={snapshot}
                dated={group.kind === 'month'}
                locale={locale}
              />
            ))}
          </ul>
        </section>
      ))}
      {hidden > 0 && (
        <Button className="button" onPress={() => setAll(true)}>
          Show {sayCount(hidden, 'older snapshot', 'older snapshots')}
        </Button>
      )}
    </>
  );
}
