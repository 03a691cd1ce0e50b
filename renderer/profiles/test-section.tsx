import { CircleAlert, CircleCheck, CircleDashed } from 'lucide-react';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { assertNever } from '../../main/shared/assert-never.js';
import type {
  Rehearsal,
  RemedyStep,
  TestReport,
  TestStep,
} from '../../main/shared/profile-requests.js';
import { sayChanges } from '../../main/shared/say-changes.js';
import { saySize } from '../../main/shared/say-size.js';
import { FailureNotice } from '../failure-notice.js';
import { useRequest } from '../use-request.js';
import type { DraftEditing } from './use-draft.js';

/** Says what a run would do. */
export function TestSection({ draft, check }: DraftEditing): ReactNode {
  const [report, setReport] = useState<TestReport | null>(null);
  const test = useRequest('profile:test', setReport);
  const stop = useRequest('profile:stop-test');
  const copy = useRequest('text:copy');
  const blocked = check.problems.some(({ blocking }) => blocking);
  const start = (): void => {
    setReport(null);
    test.send(draft);
  };
  return (
    <section aria-label="Test">
      <h2>Test</h2>
      <p className="quiet">Says what a backup would do now. Nothing is copied or deleted.</p>
      <div className="buttons">
        {test.pending ? (
          <Button className="button" onPress={() => stop.send(null)}>
            Stop the test
          </Button>
        ) : (
          <Button className="button" isDisabled={blocked} onPress={start}>
            Test
          </Button>
        )}
      </div>
      <div role="status">
        {test.pending && <p>Looking at everything…</p>}
        {report !== null && <Steps steps={report.steps} />}
        {report?.result.ok === true && <Rehearsed rehearsal={report.result.value} />}
      </div>
      {report?.result.ok === false && <FailureNotice failure={report.result.failure} />}
      {report !== null && <Remedy steps={report.remedy} />}
      {test.failure !== null && !test.pending && <FailureNotice failure={test.failure} />}
      <p>The same in a terminal:</p>
      <pre className="plain-text" tabIndex={0} role="region" aria-label="Command">
        {check.commandLine}
      </pre>
      <div className="buttons">
        <Button className="quiet-button" onPress={() => copy.send({ text: check.commandLine })}>
          Copy the command
        </Button>
      </div>
    </section>
  );
}

function Rehearsed({ rehearsal }: { readonly rehearsal: Rehearsal }): ReactNode {
  const { changes, warnings } = rehearsal;
  return (
    <>
      <p className="notice-title">
        A backup would copy {saySize(changes.bytes)}: {sayChanges(changes)}.
      </p>
      {warnings.map((warning) => (
        <p key={warning}>{warning}</p>
      ))}
    </>
  );
}

function Steps({ steps }: { readonly steps: readonly TestStep[] }): ReactNode {
  if (steps.length === 0) return null;
  return (
    <ul className="steps" aria-label="The way there">
      {steps.map(({ what, state }) => (
        <li key={what}>
          <StepIcon state={state} />
          {what}
          {state !== 'yes' && <span className="quiet">({STATES[state]})</span>}
        </li>
      ))}
    </ul>
  );
}

const STATES = { no: 'no', unknown: 'not known yet' } as const;

function StepIcon({ state }: Pick<TestStep, 'state'>): ReactNode {
  switch (state) {
    case 'yes':
      return <CircleCheck className="safe" size={16} aria-hidden />;
    case 'no':
      return <CircleAlert className="failed" size={16} aria-hidden />;
    case 'unknown':
      return <CircleDashed className="quiet" size={16} aria-hidden />;
    default:
      return assertNever(state);
  }
}

function Remedy({ steps }: { readonly steps: readonly RemedyStep[] }): ReactNode {
  const copy = useRequest('text:copy');
  if (steps.length === 0) return null;
  return (
    <div role="group" aria-label="In a terminal">
      <p>In a terminal, before you test again:</p>
      <ol className="remedy">
        {steps.map(({ why, command }) => (
          <li key={command}>
            <p>{why}</p>
            <div className="field-line">
              <code className="plain-text">{command}</code>
              <Button
                className="quiet-button"
                aria-label={`Copy ${command}`}
                onPress={() => copy.send({ text: command })}
              >
                Copy
              </Button>
            </div>
          </li>
        ))}
      </ol>
    </div>
  );
}
