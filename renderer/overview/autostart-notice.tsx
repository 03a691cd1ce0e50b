import { Info } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import type { AppView } from '../../main/shared/app-view.js';
import { FailureNotice } from '../failure-notice.js';
import { useRequest } from '../use-request.js';

/** What is to run by itself needs the program to run. Nothing where it does, or where nothing is to. */
export function AutostartNotice({ view }: { readonly view: AppView }): ReactNode {
  const choose = useRequest('settings:choose');
  const { notifications, theme, autostart } = view.choices;
  const byItself = view.profiles.some(
    ({ nextAt, startsOnPlug }) => nextAt !== null || startsOnPlug,
  );
  if (autostart || !byItself) return null;
  return (
    <>
      <section className="notice" aria-label="Start at login">
        <Info className="quiet" size={20} aria-hidden />
        <div>
          <p>
            This program does not start when you log in, and backups run by themselves only while it
            runs.
          </p>
          <div className="buttons">
            <Button
              className="button"
              isDisabled={choose.pending}
              onPress={() => choose.send({ notifications, theme, autostart: true })}
            >
              Start it when I log in
            </Button>
          </div>
        </div>
      </section>
      {choose.failure !== null && <FailureNotice failure={choose.failure} />}
    </>
  );
}
