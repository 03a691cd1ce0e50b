import type { ReactNode } from 'react';
import { sayTime } from '../../main/shared/say-time.js';
import { sayFate, timeOf, type Fate } from './fate.js';

export interface FateStripProps {
  /** Newest first. */
  readonly fates: readonly Fate[];
  readonly now: Date;
  readonly locale: string;
}

/** The snapshots as dots, newest first, the wider apart the more time lies between them. For eyes only: the list says the same. */
export function FateStrip({ fates, now, locale }: FateStripProps): ReactNode {
  return (
    <div className="fate-strip" aria-hidden>
      {fates.map((fate, index) => {
        const [time, before] = [timeOf(fate.name), timeOf(fates[index - 1]?.name ?? '')];
        return (
          <span
            key={fate.name}
            className={`dot ${fate.reasons.length === 0 ? 'goes' : 'stays'} ${gapOf(before, time)}`}
            title={`${time === null ? fate.name : sayTime(time, now, locale)}: ${sayFate(fate)}`}
          />
        );
      })}
    </div>
  );
}

const DAY = 24 * 60 * 60 * 1000;

function gapOf(newer: Date | null, older: Date | null): string {
  if (newer === null || older === null) return '';
  const days = (newer.getTime() - older.getTime()) / DAY;
  if (days < 0.75) return '';
  if (days < 5) return 'after-days';
  return days < 200 ? 'after-weeks' : 'after-years';
}
