import type { ReactNode } from 'react';
import type { PageProps } from '../navigation/page-props.js';
import { AutostartNotice } from './autostart-notice.js';
import { ProfileSection } from './profile-section.js';
import { Welcome } from './welcome.js';

/** Whether you are safe. */
export function Overview({ view, now, goTo }: PageProps): ReactNode {
  const { profiles, problems, locale } = view;
  if (profiles.length === 0 && problems.length === 0) return <Welcome now={now} locale={locale} />;
  return (
    <>
      {profiles.map((profile) => (
        <ProfileSection key={profile.id} profile={profile} view={view} now={now} goTo={goTo} />
      ))}
      <AutostartNotice view={view} />
    </>
  );
}
