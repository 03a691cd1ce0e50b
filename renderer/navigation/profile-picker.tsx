import type { ReactNode } from 'react';
import type { ProfileView } from '../../main/shared/app-view.js';
import type { PageProps } from './page-props.js';

/** The profile that a page is about: the one of the place, or else the first; null: there is none. */
export function chosenProfile({ view, place }: PageProps): ProfileView | null {
  const { profiles } = view;
  return profiles.find(({ id }) => id === place.profileId) ?? profiles[0] ?? null;
}

/** Chooses the profile that a page is about. Nothing where there is no choice. */
export function ProfilePicker(props: PageProps): ReactNode {
  const { view, place, goTo } = props;
  if (view.profiles.length < 2) return null;
  return (
    <label className="profile-picker">
      Backup{' '}
      <select
        className="input"
        value={chosenProfile(props)?.id}
        onChange={({ target }) => goTo({ page: place.page, profileId: target.value })}
      >
        {view.profiles.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
