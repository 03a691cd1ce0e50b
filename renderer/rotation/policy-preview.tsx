import type { ReactNode } from 'react';
import type { ProfileView } from '../../main/shared/app-view.js';
import type { RotationPreview } from '../../main/shared/snapshot-requests.js';
import type { SnapshotSpace } from '../../main/shared/snapshot-content.js';
import { saySize } from '../../main/shared/say-size.js';
import { SpaceStatus } from '../snapshots/space-status.js';
import { sayCount } from '../../main/shared/say-count.js';
import { sayTime } from '../../main/shared/say-time.js';
import { sayFate, timeOf, type Fate } from './fate.js';
import { FateStrip } from './fate-strip.js';

export interface PolicyPreviewProps {
  readonly profile: ProfileView;
  readonly preview: RotationPreview;
  readonly now: Date;
  readonly locale: string;
}

/** What would stay and go of the snapshots that there are. Nothing is removed by looking. */
export function PolicyPreview({ profile, preview, now, locale }: PolicyPreviewProps): ReactNode {
  const { keep, remove, inAMonth, inAYear } = preview;
  const total = keep.length + remove.length;
  if (total === 0) return <p>There are no snapshots yet.</p>;
  const fates: readonly Fate[] = [
    ...keep,
    ...remove.map(({ name }) => ({ name, reasons: [] })),
  ].toSorted((a, b) => (a.name < b.name ? 1 : -1));
  return (
    <>
      <p role="status" className="verdict">
        {sayVerdict(keep.length, remove.length)}
      </p>
      {remove.length > 0 && (
        <SpaceStatus
          profile={profile}
          snapshots={remove.map(({ name }) => name)}
          adding="Adding up what becomes free …"
          say={sayFreed}
          unknown="What becomes free is not known:"
        />
      )}
      {inAMonth !== null && inAYear !== null && (
        <p>
          At the present pace: in a month about {String(inAMonth)}, in a year about{' '}
          {String(inAYear)}.
        </p>
      )}
      <FateStrip fates={fates} now={now} locale={locale} />
      <ol className="fates" aria-label="Snapshots, newest first" tabIndex={0}>
        {fates.map((fate) => (
          <li key={fate.name} className={fate.reasons.length === 0 ? 'goes' : 'stays'}>
            <span className="dot" aria-hidden />
            <time>{sayName(fate.name, now, locale)}</time>
            <span className="quiet">{sayFate(fate)}</span>
          </li>
        ))}
      </ol>
    </>
  );
}

/** Links are counted, so it is no estimate. */
function sayFreed({ freed }: SnapshotSpace): string {
  return freed === null
    ? 'How much becomes free is not known: this file system does not tell what snapshots share.'
    : `${saySize(freed)} would become free.`;
}

function sayVerdict(stay: number, go: number): string {
  const total = sayCount(stay + go, 'snapshot', 'snapshots');
  if (go === 0)
    return `With this policy, ${stay === 1 ? 'the only one stays' : `all ${total} stay`}.`;
  if (stay === 0) {
    const both = go === 1 ? 'the only snapshot goes' : `all ${total} go`;
    return `With this policy, ${both} at the next backup, and that one’s own stays.`;
  }
  const stays = stay === 1 ? 'one stays' : `${String(stay)} stay`;
  const goes = go === 1 ? 'one goes' : `${String(go)} go`;
  return `With this policy, of ${total} ${stays} and ${goes} at the next backup.`;
}

function sayName(name: string, now: Date, locale: string): string {
  const time = timeOf(name);
  return time === null ? name : sayTime(time, now, locale);
}
