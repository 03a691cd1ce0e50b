import type { ReactNode } from 'react';
import { sayRotation } from '../../main/shared/say-rotation.js';
import type { PageProps } from '../navigation/page-props.js';
import { chosenProfile, ProfilePicker } from '../navigation/profile-picker.js';

/** Which snapshots of a backup stay. */
export function RotationPage(props: PageProps): ReactNode {
  const profile = chosenProfile(props);
  if (profile === null) return <p className="empty">{NOTHING_YET}</p>;
  return (
    <>
      <ProfilePicker {...props} />
      <section className="card">
        <h1>
          “{profile.name}” keeps {sayRotation(profile.rotation)} snapshots.
        </h1>
        <p>Older ones go after a backup. Pinned snapshots always stay.</p>
      </section>
    </>
  );
}

const NOTHING_YET = 'Which snapshots of your backups stay, and which go, will be here.';
