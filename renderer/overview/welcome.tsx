import { FolderHeart } from 'lucide-react';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import type { DiskChoice, Disks, ProfileDraft } from '../../main/shared/profile-requests.js';
import { backup } from '../backup-bridge.js';
import { FailureNotice } from '../failure-notice.js';
import { ProfileEditor } from '../profiles/profile-editor.js';
import { UnknownDisks } from '../profiles/unknown-disks.js';
import { useRequest } from '../use-request.js';

export interface WelcomeProps {
  readonly now: Date;
  readonly locale: string;
}

/** The first start: nothing is set up yet. */
export function Welcome({ now, locale }: WelcomeProps): ReactNode {
  const demonstration = useRequest('demonstration:create');
  const [draft, setDraft] = useState<ProfileDraft | null>(null);
  const [elsewhere, setElsewhere] = useState(false);
  const [noDisk, setNoDisk] = useState<Disks | null>(null);
  const create = useRequest('profile:new', setDraft);
  const createOnDisk = useRequest('profile:new', (empty) => {
    void readDisks().then((disks) => {
      const disk = firstUsable(disks);
      setNoDisk(disk === null ? disks : null);
      setElsewhere(false);
      setDraft(disk === null ? null : withDisk(empty, disk));
    });
  });
  const begin = (chosen: boolean): void => {
    setElsewhere(chosen);
    create.send({ copyOf: null });
  };
  if (draft !== null) {
    return (
      <ProfileEditor
        initial={draft}
        now={now}
        locale={locale}
        elsewhere={elsewhere}
        onDone={() => setDraft(null)}
      />
    );
  }
  const failure = demonstration.failure ?? create.failure ?? createOnDisk.failure;
  return (
    <>
      <section className="card welcome">
        <FolderHeart size={32} aria-hidden />
        <h1>Nothing is backed up yet</h1>
        <p>
          See how a backup works before you trust it with anything. This makes a sample folder in
          your home directory and a place to back it up to. It needs no disk and no password, and
          your own files are not touched.
        </p>
        <Button
          className="primary-button"
          isDisabled={demonstration.pending}
          onPress={() => demonstration.send(null)}
        >
          Try it with a sample folder
        </Button>
        <p>Or begin with your own files:</p>
        <div className="buttons">
          <Button className="button" onPress={() => createOnDisk.send({ copyOf: null })}>
            Back up to a USB disk
          </Button>
          <Button className="button" onPress={() => begin(false)}>
            Back up to a folder
          </Button>
          <Button className="button" onPress={() => begin(true)}>
            Back up to another computer
          </Button>
        </div>
        {noDisk?.unknown.length === 0 && (
          <p role="status">
            This computer knows no disk for backups yet. An administrator prepares it once, as
            README.md in /usr/share/doc/rsync-system-backup tells; then it is offered here.
          </p>
        )}
      </section>
      <div role="status">{noDisk !== null && <UnknownDisks disks={noDisk.unknown} />}</div>
      {failure !== null && <FailureNotice failure={failure} />}
    </>
  );
}

async function readDisks(): Promise<Disks> {
  const disks = await backup.ask('disk:choices', null);
  return disks.ok ? disks.value : { choices: [], unknown: [] };
}

/** The first that is connected, or else the first that this computer can open; null: it knows none. */
function firstUsable({ choices }: Disks): DiskChoice | null {
  const usable = choices.filter(({ mountPoint }) => mountPoint !== null);
  return usable.find(({ size }) => size !== null) ?? usable[0] ?? null;
}

function withDisk(empty: ProfileDraft, { cryptoName, mountPoint }: DiskChoice): ProfileDraft {
  const destination = `${mountPoint ?? ''}/${empty.profile.id}/latest`;
  const profile = { ...empty.profile, cryptoName, mountPoint, destination };
  return { profile, triggers: { ...empty.triggers, schedule: null }, needsRoot: true };
}
