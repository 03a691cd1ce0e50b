import { CircleAlert, CircleCheck, CircleSlash, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { assertNever } from '../../main/shared/assert-never.js';
import type { Outcome } from '../../main/shared/run-event.js';
import type { RunResult } from '../../main/shared/run-state.js';
import { sayOutcome } from '../../main/shared/say-outcome.js';
import { Details } from '../details.js';
import { WarningList } from './warning-list.js';

export interface RunOutcomeProps {
  readonly result: RunResult;
  /** The disk that can be said to be unplugged or not; null: there is none. */
  readonly disk: string | null;
}

/** How the last run ended, and what to do about it. */
export function RunOutcome({ result, disk }: RunOutcomeProps): ReactNode {
  const { title, advice } = sayOutcome(result, disk);
  return (
    <section className="notice" role="status">
      <OutcomeIcon outcome={result.outcome} />
      <div>
        <p className="notice-title">{title}</p>
        {advice !== '' && <p>{advice}</p>}
        <WarningList warnings={result.warnings} />
        <Details text={result.failure?.detail ?? ''} />
      </div>
    </section>
  );
}

function OutcomeIcon({ outcome }: { readonly outcome: Outcome }): ReactNode {
  switch (outcome) {
    case 'complete':
      return <CircleCheck className="safe" size={20} aria-hidden />;
    case 'warnings':
      return <TriangleAlert className="attention" size={20} aria-hidden />;
    case 'failed':
      return <CircleAlert className="failed" size={20} aria-hidden />;
    case 'cancelled':
    case 'skipped':
      return <CircleSlash className="quiet" size={20} aria-hidden />;
    default:
      return assertNever(outcome);
  }
}
