import type { ReactNode } from 'react';
import type { AboutView } from '../../main/shared/about.js';
import { FailureNotice } from '../failure-notice.js';
import { Diagnostics } from './diagnostics.js';
import { Licences } from './licences.js';
import { useAbout } from './use-about.js';
import './about.css';

/** Which program this is, what it runs on, and to whom thanks are due. */
export function AboutPage(): ReactNode {
  const about = useAbout();
  return (
    <section className="about">
      <h1>About</h1>
      {about?.ok === false && <FailureNotice failure={about.failure} />}
      {about?.ok === true && <Versions about={about.value} />}
      <Diagnostics />
      {about?.ok === true && <Licences licences={about.value.licences} />}
    </section>
  );
}

function Versions({ about: { version, runtime } }: { readonly about: AboutView }): ReactNode {
  const { electron, chromium, node, substitute } = runtime;
  return (
    <>
      <p>System Backup {version}</p>
      <p className="quiet">
        Electron {electron}, Chromium {chromium}, Node.js {node}
      </p>
      {substitute !== null && (
        <p>
          This is not the official Electron ({substitute}), because that could not be downloaded
          when the program was built: use it for tests only.
        </p>
      )}
    </>
  );
}
