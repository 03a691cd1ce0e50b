import type { ReactNode } from 'react';
import type { AppView } from '../main/shared/app-view.js';
import type { ActiveRun } from '../main/shared/run-state.js';
import { useNow } from './clock.js';
import { FailureNotice } from './failure-notice.js';
import { Overview } from './overview/overview.js';
import { SettingsRefused } from './overview/settings-refused.js';
import { Welcome } from './overview/welcome.js';
import { PassphraseDialog } from './passphrase-dialog.js';
import { useAppView } from './use-app-view.js';

export function BackupWindow(): ReactNode {
  const view = useAppView();
  if (view === null) return null;
  return <main>{view.ok ? <Page view={view.value} /> : <FailureNotice {...view} />}</main>;
}

function Page({ view }: { readonly view: AppView }): ReactNode {
  const now = useNow();
  if (view.settings.kind === 'refused') return <SettingsRefused failure={view.settings.failure} />;
  return (
    <>
      {view.problems.map((problem) => (
        <FailureNotice key={`${problem.code} ${problem.title}`} failure={problem} />
      ))}
      {nothingIsSetUp(view) ? <Welcome /> : <Overview view={view} now={now} />}
      {view.run.kind === 'running' && <Question run={view.run.run} view={view} />}
    </>
  );
}

function nothingIsSetUp({ profiles, problems }: AppView): boolean {
  return profiles.length === 0 && problems.length === 0;
}

/** What the run that is going on asks for. Asked again, it is another dialog, with nothing typed yet. */
function Question({ run, view }: { readonly run: ActiveRun; readonly view: AppView }): ReactNode {
  if (run.question === null) return null;
  const name = view.profiles.find(({ id }) => id === run.profileId)?.name ?? run.profileId;
  return <PassphraseDialog key={run.question.attempt} question={run.question} profileName={name} />;
}
