import { useState } from 'react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import type { ProfileDraft } from '../../main/shared/profile-requests.js';
import { FailureNotice } from '../failure-notice.js';
import type { PageProps } from '../navigation/page-props.js';
import { useRequest } from '../use-request.js';
import { ProfileEditor } from './profile-editor.js';
import { ProfileItem } from './profile-item.js';
import './profiles.css';

/** The backups that are set up. */
export function ProfilesPage({ view, now }: PageProps): ReactNode {
  const [draft, setDraft] = useState<ProfileDraft | null>(null);
  const create = useRequest('profile:new', setDraft);
  const read = useRequest('profile:read', setDraft);
  const refused = create.failure ?? read.failure;
  if (draft !== null) {
    return (
      <ProfileEditor
        key={draft.profile.id}
        initial={draft}
        now={now}
        locale={view.locale}
        onDone={() => setDraft(null)}
      />
    );
  }
  return (
    <section className="profiles">
      <div className="profiles-head">
        <h1>Backups</h1>
        <Button className="primary-button" onPress={() => create.send({ copyOf: null })}>
          New backup
        </Button>
      </div>
      {refused !== null && <FailureNotice failure={refused} />}
      {view.profiles.length === 0 && (
        <p className="empty">
          What is backed up, where to and when will be here. Begin with a new backup.
        </p>
      )}
      <ul>
        {view.profiles.map((profile) => (
          <ProfileItem
            key={profile.id}
            profile={profile}
            locale={view.locale}
            onEdit={() => read.send({ profileId: profile.id })}
            onDuplicate={() => create.send({ copyOf: profile.id })}
          />
        ))}
      </ul>
    </section>
  );
}
