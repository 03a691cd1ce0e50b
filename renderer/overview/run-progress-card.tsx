import type { ReactNode } from 'react';
import { Button, ProgressBar } from 'react-aria-components';
import type { ActiveRun, RunProgress } from '../../main/shared/run-state.js';
import { sayCount } from '../../main/shared/say-count.js';
import { sayTimeLeft } from '../../main/shared/say-duration.js';
import { sayPhase } from '../../main/shared/say-phase.js';
import { saySize, saySpeed } from '../../main/shared/say-size.js';
import { FailureNotice } from '../failure-notice.js';
import { useRequest } from '../use-request.js';

export function RunProgressCard({ run }: { readonly run: ActiveRun }): ReactNode {
  const cancel = useRequest('run:cancel');
  // Files are counted, so a single large one is at nought until it is through.
  const percent = run.progress?.percent || null;
  const phase = run.cancelling ? 'Stopping and cleaning up' : sayPhase(run.phase);
  return (
    <section className="card running" aria-label="Progress">
      <div className="running-line">
        {/* Phases are announced; numbers that change several times a second are not. */}
        <p role="status">{phase}…</p>
        <Button className="button" isDisabled={run.cancelling} onPress={() => cancel.send(null)}>
          Cancel
        </Button>
      </div>
      <ProgressBar aria-label={phase} isIndeterminate={percent === null} value={percent ?? 0}>
        <div className="bar">
          {percent === null ? (
            <div className="bar-unknown" />
          ) : (
            <div className="bar-filled" style={{ inlineSize: `${percent}%` }} />
          )}
        </div>
      </ProgressBar>
      <p className="quiet numbers">{numbers(run.progress)}</p>
      {cancel.failure !== null && <FailureNotice failure={cancel.failure} />}
    </section>
  );
}

function numbers(progress: RunProgress | null): string {
  if (progress === null) return '';
  const { percent, files, bytes, bytesPerSecond, secondsLeft } = progress;
  const parts = [
    percent === null || percent < 1 ? '' : `${Math.floor(percent)} %`,
    files === 0 ? '' : sayCount(files, 'file', 'files'),
    `${saySize(bytes)} copied`,
    saySpeed(bytesPerSecond),
    secondsLeft === null ? '' : sayTimeLeft(secondsLeft),
  ];
  return parts.filter((part) => part !== '').join(' · ');
}
