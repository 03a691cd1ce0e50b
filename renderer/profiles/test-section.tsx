import { useState } from 'react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import type { TestReport } from '../../main/shared/profile-requests.js';
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
        {report !== null && !test.pending && <Report report={report} />}
      </div>
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

function Report({ report: { changes, warnings } }: { readonly report: TestReport }): ReactNode {
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
