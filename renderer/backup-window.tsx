import type { ReactNode } from 'react';
import type { AppView } from '../main/shared/app-view.js';
import type { ActiveRun } from '../main/shared/run-state.js';
import { useNow } from './clock.js';
import { FailureNotice } from './failure-notice.js';
import { Navigation } from './navigation/navigation.js';
import { SettingsRefused } from './overview/settings-refused.js';
import { PassphraseDialog } from './passphrase-dialog.js';
import { FolderViewProvider } from './snapshots/folder-view.js';
import { useAppView } from './use-app-view.js';
import { usePlace } from './navigation/use-place.js';
import { useTheme } from './use-theme.js';

export function BackupWindow(): ReactNode {
  const view = useAppView();
  if (view === null) return null;
  if (view.ok) return <Pages view={view.value} />;
  return (
    <main>
      <FailureNotice {...view} />
    </main>
  );
}

function Pages({ view }: { readonly view: AppView }): ReactNode {
  useTheme(view.choices.theme);
  const now = useNow();
  const [place, goTo] = usePlace();
  if (view.settings.kind === 'refused') {
    return (
      <main>
        <SettingsRefused failure={view.settings.failure} />
      </main>
    );
  }
  return (
    <FolderViewProvider>
      <Navigation view={view} now={now} place={place} goTo={goTo}>
        {[...view.complaints, ...view.problems].map((problem) => (
          <FailureNotice key={`${problem.code} ${problem.title}`} failure={problem} />
        ))}
      </Navigation>
      {view.run.kind === 'running' && <Question run={view.run.run} view={view} />}
    </FolderViewProvider>
  );
}

/** What the run that is going on asks for. Asked again, it is another dialog, with nothing typed yet. */
function Question({ run, view }: { readonly run: ActiveRun; readonly view: AppView }): ReactNode {
  if (run.question === null) return null;
  const name = view.profiles.find(({ id }) => id === run.profileId)?.name ?? run.profileId;
  return <PassphraseDialog key={run.question.attempt} question={run.question} profileName={name} />;
}
