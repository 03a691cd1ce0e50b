import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { isGone, type Removal } from '../../main/shared/removal.js';
import { sayCount } from '../../main/shared/say-count.js';
import { Details } from '../details.js';

export interface RemovalSummaryProps {
  readonly removals: readonly Removal[];
  /** What people call a snapshot. */
  readonly say: (snapshot: string) => string;
  readonly onClose: () => void;
}

/** What has gone, where not all of it has, and why the rest has not. */
export function RemovalSummary({ removals, say, onClose }: RemovalSummaryProps): ReactNode {
  const left = removals.filter((removal) => !isGone(removal));
  const gone = removals.length - left.length;
  const begun = removals.some(({ outcome }) => outcome === 'begun');
  return (
    <>
      <p role="status">
        {gone === 0
          ? 'Nothing was removed.'
          : `${sayCount(gone, 'snapshot was', 'snapshots were')} removed, ${String(left.length)} not.`}
        {begun && ' What is left of one that was begun goes with the next backup.'}
      </p>
      <ul className="differing quiet">
        {left.map((removal) => (
          <li key={removal.snapshot}>
            {say(removal.snapshot)}: {sayWhy(removal)}
            {removal.failure !== null && removal.failure.detail !== '' && (
              <Details text={removal.failure.detail} />
            )}
          </li>
        ))}
      </ul>
      <div className="buttons sheet-buttons">
        <Button className="button" autoFocus onPress={onClose}>
          Close
        </Button>
      </div>
    </>
  );
}

function sayWhy({ outcome, failure }: Removal): string {
  switch (outcome) {
    case 'pinned':
      return 'it is pinned. Unpin it first.';
    case 'missing':
      return 'it was not there any more.';
    case 'failed':
      return failure === null ? 'it could not be removed.' : `${failure.title} ${failure.advice}`;
    case 'removed':
    case 'begun':
    case 'untouched':
      return 'it was not tried, and is as it was.';
  }
}
