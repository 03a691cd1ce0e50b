import type { ReactNode } from 'react';
import type { AppView } from '../main/shared/app-view.js';
import { useNow } from './clock.js';
import { FailureNotice } from './failure-notice.js';
import { Overview } from './overview/overview.js';
import { SettingsRefused } from './overview/settings-refused.js';
import { Welcome } from './overview/welcome.js';
import { useAppView } from './use-app-view.js';

export function BackupWindow(): ReactNode {
  const view = useAppView();
  if (view === null) return null;
  return <main>{view.ok ? <Page view={view.value} /> : <FailureNotice {...view} />}</main>;
}

function Page({ view }: { readonly view: AppView }): ReactNode {
  const now = useNow();
  if (view.settings.kind === 'refused') return <SettingsRefused failure={view.settings.failure} />;
  if (view.profiles.length === 0) return <Welcome />;
  return <Overview view={view} now={now} />;
}
