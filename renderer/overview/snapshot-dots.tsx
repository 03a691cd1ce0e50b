import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import type { SnapshotRow } from '../../main/shared/snapshot-requests.js';
import { sayCount } from '../../main/shared/say-count.js';
import { sayTime } from '../../main/shared/say-time.js';
import { useSnapshots } from '../snapshots/use-snapshots.js';

export interface SnapshotDotsProps {
  readonly profileId: string;
  /** Changes when the snapshots may have changed. */
  readonly occasion: string;
  readonly now: Date;
  readonly locale: string;
  readonly onBrowse: () => void;
}

/** Where in time there are snapshots. Nothing where none can be seen. */
export function SnapshotDots({ profileId, occasion, ...props }: SnapshotDotsProps): ReactNode {
  const snapshots = useSnapshots(profileId, occasion);
  if (snapshots === null || !snapshots.ok || snapshots.value.length === 0) return null;
  return <Dots {...props} snapshots={snapshots.value} />;
}

interface DotsProps extends Omit<SnapshotDotsProps, 'profileId' | 'occasion'> {
  /** Newest first. */
  readonly snapshots: readonly SnapshotRow[];
}

function Dots({ snapshots, now, locale, onBrowse }: DotsProps): ReactNode {
  const times = snapshots.map(({ time }) => new Date(time).getTime());
  const oldest = Math.min(...times);
  const span = Math.max(now.getTime() - oldest, 1);
  const since = sayTime(new Date(oldest), now, locale);
  return (
    <section className="snapshot-dots" aria-label="Snapshots">
      <div className="snapshot-dots-track" aria-hidden>
        {snapshots.map(({ name, pinned }, index) => (
          <span
            key={name}
            className={pinned ? 'snapshot-dots-dot pinned' : 'snapshot-dots-dot'}
            title={sayTime(new Date(times[index] ?? oldest), now, locale)}
            style={{ insetInlineStart: `${(((times[index] ?? oldest) - oldest) / span) * 100}%` }}
          />
        ))}
      </div>
      <p className="quiet">
        {sayCount(snapshots.length, 'snapshot', 'snapshots')}, the oldest of {since}
      </p>
      <Button className="quiet-button" onPress={onBrowse}>
        Browse
      </Button>
    </section>
  );
}
