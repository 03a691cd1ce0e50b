import { FolderHeart } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { FailureNotice } from '../failure-notice.js';
import { useRequest } from '../use-request.js';

/** The first start: nothing is set up yet. */
export function Welcome(): ReactNode {
  const { send, pending, failure } = useRequest('demonstration:create');
  return (
    <>
      <section className="card welcome">
        <FolderHeart size={32} aria-hidden />
        <h1>Nothing is backed up yet</h1>
        <p>
          See how a backup works before you trust it with anything. This makes a sample folder in
          your home directory and a place to back it up to. It needs no disk and no password, and
          your own files are not touched.
        </p>
        <Button className="primary-button" isDisabled={pending} onPress={() => send(null)}>
          Try it with a sample folder
        </Button>
      </section>
      {failure !== null && <FailureNotice failure={failure} />}
    </>
  );
}
