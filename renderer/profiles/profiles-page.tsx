import { useEffect, useRef, useState } from 'react';
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
  const [returned, setReturned] = useState<string | null>(null);
  const [removed, setRemoved] = useState<string | null>(null);
  const newBackup = useRef<HTMLButtonElement>(null);
  const isGone = removed !== null && !view.profiles.some(({ id }) => id === removed);
  // Only then: until the question has gone too, it keeps the focus.
  useEffect(() => {
    if (isGone) newBackup.current?.focus();
  }, [isGone]);
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
        onDone={() => {
          setReturned(draft.profile.id);
          setDraft(null);
        }}
      />
    );
  }
  return (
    <section className="profiles">
      <div className="profiles-head">
        <h1>Backups</h1>
        <Button
          ref={newBackup}
          className="primary-button"
          autoFocus={returned !== null && !view.profiles.some(({ id }) => id === returned)}
          onPress={() => create.send({ copyOf: null })}
        >
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
            isReturned={profile.id === returned}
            onEdit={() => read.send({ profileId: profile.id })}
            onDuplicate={() => create.send({ copyOf: profile.id })}
            onRemoved={() => setRemoved(profile.id)}
          />
        ))}
      </ul>
    </section>
  );
}
