import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import type { ProfileView } from '../../main/shared/app-view.js';
import type { RotationPolicy } from '../../main/shared/rotation-policy.js';
import { sayRotation } from '../../main/shared/say-rotation.js';
import type { RotationPreview } from '../../main/shared/snapshot-requests.js';
import { FailureNotice } from '../failure-notice.js';
import type { PageProps } from '../navigation/page-props.js';
import { chosenProfile, ProfilePicker } from '../navigation/profile-picker.js';
import { isAway, sayAway } from '../snapshots/place-away.js';
import { sayPlace } from '../snapshots/say-snapshot.js';
import { useAnswer } from '../snapshots/use-answer.js';
import { useRequest } from '../use-request.js';
import { PolicyEditor } from './policy-editor.js';
import { PolicyPreview } from './policy-preview.js';
import './rotation.css';

/** Which snapshots of a backup stay: edited, with what that would mean for those that there are. */
export function RotationPage(props: PageProps): ReactNode {
  const profile = chosenProfile(props);
  const [isUsed, setIsUsed] = useState(false);
  if (profile === null) return <p className="empty">{NOTHING_YET}</p>;
  const saved = JSON.stringify(profile.rotation);
  return (
    <>
      <ProfilePicker {...props} />
      <Rotation
        key={`${profile.id} ${saved}`}
        {...props}
        profile={profile}
        isUsed={isUsed}
        onUsed={() => setIsUsed(true)}
      />
    </>
  );
}

const NOTHING_YET = 'Which snapshots of your backups stay, and which go, will be here.';

interface RotationProps extends PageProps {
  readonly profile: ProfileView;
  /** True: the policy is one that has been chosen a moment ago. */
  readonly isUsed: boolean;
  readonly onUsed: () => void;
}

function Rotation({ profile, view, now, isUsed, onUsed }: RotationProps): ReactNode {
  const [policy, setPolicy] = useState<RotationPolicy>(profile.rotation);
  const save = useRequest('rotation:save', onUsed);
  const heading = useRef<HTMLHeadingElement>(null);
  // The buttons below have nothing left to do then, and what is disabled loses the focus.
  useEffect(() => {
    if (isUsed) heading.current?.focus();
  }, [isUsed]);
  const request = { profileId: profile.id, policy };
  const occasion = view.run.kind === 'running' ? 'running' : (view.run.last?.finishedAt ?? '');
  const preview = useAnswer('rotation:preview', request, occasion);
  const isChanged = JSON.stringify(policy) !== JSON.stringify(profile.rotation);
  const isUsable = preview.result?.ok === true && !preview.stale;
  return (
    <section className="card rotation">
      <h1 ref={heading} tabIndex={-1}>
        “{profile.name}” keeps {sayRotation(profile.rotation)}.
      </h1>
      <PolicyEditor policy={policy} onChange={setPolicy} />
      {preview.result?.ok === false && <FailureNotice failure={preview.result.failure} />}
      {preview.result?.ok === true && isAway(profile, countOf(preview.result.value)) && (
        <p>
          The snapshots are on {sayPlace(profile)}, {sayAway(profile)}: what stays of them is seen
          when it is back. The policy can be changed meanwhile.
        </p>
      )}
      {preview.result?.ok === true && !isAway(profile, countOf(preview.result.value)) && (
        <PolicyPreview
          profile={profile}
          preview={preview.result.value}
          now={now}
          locale={view.locale}
        />
      )}
      {save.failure !== null && <FailureNotice failure={save.failure} />}
      <div className="buttons sheet-buttons">
        <Button
          className="button"
          isDisabled={!isChanged}
          onPress={() => {
            setPolicy(profile.rotation);
            heading.current?.focus();
          }}
        >
          Discard
        </Button>
        <Button
          className="primary-button"
          isDisabled={!isChanged || !isUsable || save.pending}
          onPress={() => save.send(request)}
        >
          Use this policy
        </Button>
      </div>
    </section>
  );
}

function countOf({ keep, remove }: RotationPreview): number {
  return keep.length + remove.length;
}
