import type { ReactNode } from 'react';
import type { RotationPreview } from '../../main/shared/snapshot-requests.js';
import type { KeepReason } from '../../main/shared/rotation-policy.js';
import { sayCount } from '../../main/shared/say-count.js';
import { sayTime } from '../../main/shared/say-time.js';

export interface PolicyPreviewProps {
  readonly preview: RotationPreview;
  readonly now: Date;
  readonly locale: string;
}

interface Fate {
  readonly name: string;
  /** Empty: it goes. */
  readonly reasons: readonly KeepReason[];
}

/** What would stay and go of the snapshots that there are. Nothing is removed by looking. */
export function PolicyPreview({ preview, now, locale }: PolicyPreviewProps): ReactNode {
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
      {inAMonth !== null && inAYear !== null && (
        <p>
          At the present pace: in a month about {String(inAMonth)}, in a year about{' '}
          {String(inAYear)}.
        </p>
      )}
      <ol className="fates" aria-label="Snapshots, newest first" tabIndex={0}>
        {fates.map(({ name, reasons }) => (
          <li key={name} className={reasons.length === 0 ? 'goes' : 'stays'}>
            <span className="dot" aria-hidden />
            <time>{sayName(name, now, locale)}</time>
            <span className="quiet">
              {reasons.length === 0 ? 'goes at the next backup' : `stays: ${reasons.join(', ')}`}
            </span>
          </li>
        ))}
      </ol>
    </>
  );
}

function sayVerdict(stay: number, go: number): string {
  const total = sayCount(stay + go, 'snapshot', 'snapshots');
  if (go === 0)
    return `With this policy, ${stay === 1 ? 'the only one stays' : `all ${total} stay`}.`;
  return `With this policy, of ${total} ${String(stay)} stay and ${String(go)} go at the next backup.`;
}

/** A name that is a whole time stamp, as people say it. */
function sayName(name: string, now: Date, locale: string): string {
  const date = new Date(name.replace(' ', 'T'));
  return Number.isNaN(date.getTime()) ? name : sayTime(date, now, locale);
}
