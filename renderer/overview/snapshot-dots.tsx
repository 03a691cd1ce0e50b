import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import type { Result } from '../../main/shared/result.js';
import { sayCount } from '../../main/shared/say-count.js';
import { sayTime } from '../../main/shared/say-time.js';
import type { SnapshotTime } from '../../main/shared/snapshot-summary.js';
import { useAnswer } from '../snapshots/use-answer.js';
import { useSnapshots } from '../snapshots/use-snapshots.js';

export interface SnapshotDotsProps {
  readonly profileId: string;
  /** True: they are on another machine, which is not asked just to show something. */
  readonly isElsewhere: boolean;
  /** Changes when the snapshots may have changed. */
  readonly occasion: string;
  readonly now: Date;
  readonly locale: string;
  readonly onBrowse: () => void;
}

/** Where in time there are snapshots. Nothing where none can be seen. */
export function SnapshotDots({ isElsewhere, ...props }: SnapshotDotsProps): ReactNode {
  return isElsewhere ? <RememberedDots {...props} /> : <ListedDots {...props} />;
}

type SourceProps = Omit<SnapshotDotsProps, 'isElsewhere'>;

function ListedDots({ profileId, occasion, ...props }: SourceProps): ReactNode {
  return <Dots {...props} snapshots={useSnapshots(profileId, occasion)} />;
}

function RememberedDots({ profileId, occasion, ...props }: SourceProps): ReactNode {
  const { result } = useAnswer('snapshots:remembered', { profileId }, occasion);
  return <Dots {...props} snapshots={result} />;
}

interface DotsProps extends Omit<SourceProps, 'profileId' | 'occasion'> {
  /** Newest first; null: they are not read yet. */
  readonly snapshots: Result<readonly SnapshotTime[]> | null;
}

function Dots({ snapshots, ...props }: DotsProps): ReactNode {
  if (snapshots === null || !snapshots.ok || snapshots.value.length === 0) return null;
  return <Timeline {...props} snapshots={snapshots.value} />;
}

interface TimelineProps extends Omit<DotsProps, 'snapshots'> {
  readonly snapshots: readonly SnapshotTime[];
}

function Timeline({ snapshots, now, locale, onBrowse }: TimelineProps): ReactNode {
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
