import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import type { Licence } from '../../main/shared/about.js';
import { Details } from '../details.js';
import { FailureNotice } from '../failure-notice.js';
import { useRequest } from '../use-request.js';

/** What is shipped with the program, and under which terms. */
export function Licences({ licences }: { readonly licences: readonly Licence[] }): ReactNode {
  const show = useRequest('about:show-chromium-licences');
  return (
    <section aria-label="Licences">
      <h2>Licences</h2>
      <ul className="licences">
        {licences.map(({ name, version, licence, text }) => (
          <li key={`${name} ${version}`}>
            {name} {version} <span className="quiet">{licence}</span>
            <Details title={`Licence of ${name}`} text={text} />
          </li>
        ))}
      </ul>
      <div className="buttons">
        <Button className="button" onPress={() => show.send(null)}>
          Show the licences of Chromium’s parts
        </Button>
      </div>
      {show.failure !== null && <FailureNotice failure={show.failure} />}
    </section>
  );
}
