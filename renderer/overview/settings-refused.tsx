import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import type { Failure } from '../../main/shared/result.js';
import { FailureNotice } from '../failure-notice.js';
import { useRequest } from '../use-request.js';

/** The settings cannot be used. Nothing runs on guesses, so there is nothing else to show. */
export function SettingsRefused({ failure }: { readonly failure: Failure }): ReactNode {
  const reload = useRequest('settings:reload');
  const show = useRequest('settings:show');
  const [path, ...problem] = failure.detail.split('\n');
  const refused = reload.failure ?? show.failure;
  return (
    <>
      <section className="card refused" role="alert">
        <TriangleAlert className="attention" size={20} aria-hidden />
        <div>
          <h1>{failure.title}</h1>
          <p>{failure.advice}</p>
          <p className="path">{path}</p>
          <p className="quiet">{problem.join(' ')}</p>
          <div className="buttons">
            <Button
              className="primary-button"
              isDisabled={reload.pending}
              onPress={() => reload.send(null)}
            >
              Read it again
            </Button>
            <Button className="button" onPress={() => show.send(null)}>
              Show in folder
            </Button>
          </div>
        </div>
      </section>
      {refused !== null && <FailureNotice failure={refused} />}
    </>
  );
}
