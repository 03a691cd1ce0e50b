import type { ReactNode } from 'react';
import type { PageProps } from '../navigation/page-props.js';
import { ProfileSection } from './profile-section.js';
import { Welcome } from './welcome.js';

export function Overview({ view, now, goTo }: PageProps): ReactNode {
  if (view.profiles.length === 0 && view.problems.length === 0)
    return <Welcome now={now} locale={view.locale} />;
  return view.profiles.map((profile) => (
    <ProfileSection key={profile.id} profile={profile} view={view} now={now} goTo={goTo} />
  ));
}
