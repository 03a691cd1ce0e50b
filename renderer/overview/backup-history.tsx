import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import type { HistoryPoint } from '../../main/shared/history-point.js';
import { sayCount } from '../../main/shared/say-count.js';
import { sayTime } from '../../main/shared/say-time.js';
import { useAnswer } from '../snapshots/use-answer.js';
import { useRefreshes } from '../use-refreshes.js';
import { HistoryLine } from './history-line.js';

export interface BackupHistoryProps {
  readonly profileId: string;
  /** Changes when there may be other snapshots, or others may be seen. */
  readonly occasion: string;
  readonly now: Date;
  readonly locale: string;
  /** @param snapshot its name; null: whichever is the newest */
  readonly onBrowse: (snapshot: string | null) => void;
}

/** Where in time there are backups, and how much each copied. Nothing where no snapshot is known. */
export function BackupHistory(props: BackupHistoryProps): ReactNode {
  const { profileId, occasion, now, locale, onBrowse } = props;
  const refreshes = useRefreshes();
  const { result } = useAnswer('snapshots:history', { profileId }, `${occasion} ${refreshes}`);
  if (result?.ok !== true) return null;
  const snapshots = result.value.filter(({ snapshot }) => snapshot !== null);
  const [oldest] = snapshots;
  if (oldest === undefined) return null;
  return (
    <section className="history" aria-label="Snapshots">
      <HistoryLine points={result.value} now={now} locale={locale} onOpen={onBrowse} />
      <p className="quiet">{sayAll(snapshots, oldest, now, locale)}</p>
      <Button className="quiet-button" onPress={() => onBrowse(null)}>
        Browse
      </Button>
    </section>
  );
}

function sayAll(
  snapshots: readonly HistoryPoint[],
  oldest: HistoryPoint,
  now: Date,
  locale: string,
): string {
  const count = sayCount(snapshots.length, 'snapshot', 'snapshots');
  return `${count}, the oldest of ${sayTime(new Date(oldest.at), now, locale)}`;
}
