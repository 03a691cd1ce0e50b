import type { ReactNode } from 'react';
import type { RunResult } from '../../main/shared/run-state.js';
import { sayOutcome } from '../../main/shared/say-outcome.js';
import { Details } from '../details.js';
import { OutcomeIcon } from '../outcome-icon.js';
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
