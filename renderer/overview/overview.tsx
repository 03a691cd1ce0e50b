import type { ReactNode } from 'react';
import type { AppView } from '../../main/shared/app-view.js';
import { ProfileSection } from './profile-section.js';

export function Overview({ view, now }: { readonly view: AppView; readonly now: Date }): ReactNode {
  return view.profiles.map((profile) => (
    <ProfileSection key={profile.id} profile={profile} view={view} now={now} />
  ));
}
