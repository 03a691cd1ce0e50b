import { useState } from 'react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { Details } from '../details.js';
import { FailureNotice } from '../failure-notice.js';
import { useRequest } from '../use-request.js';

/** For a report of a problem. */
export function Diagnostics(): ReactNode {
  const [copied, setCopied] = useState<string | null>(null);
  const copy = useRequest('diagnostics:copy', setCopied);
  return (
    <section aria-label="Diagnostics">
      <h2>Diagnostics</h2>
      <p>
        For a report of a problem: versions, this desktop, the backups that are set up, and the last
        errors. No passphrases, and nothing of what your files contain.
      </p>
      <div className="buttons">
        <Button className="button" isDisabled={copy.pending} onPress={() => copy.send(null)}>
          Copy diagnostics
        </Button>
      </div>
      <div role="status">{copied !== null && <p>Copied. Read it before you pass it on.</p>}</div>
      {copied !== null && <Details title="What was copied" text={copied} />}
      {copy.failure !== null && <FailureNotice failure={copy.failure} />}
    </section>
  );
}
