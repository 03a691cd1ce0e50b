import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import type { DiskChoice } from '../../main/shared/profile-requests.js';
import { saySize } from '../../main/shared/say-size.js';
import { backup } from '../backup-bridge.js';
import { Choice, Switch } from '../choice.js';
import { FailureNotice } from '../failure-notice.js';
import { useRequest } from '../use-request.js';
import { problemOf } from './problem-of.js';
import { RemoteFields } from './remote-fields.js';
import { TextField } from './text-field.js';
import type { DraftEditing } from './use-draft.js';

/** On this computer, or on another one. */
const PLACES = {
  here: 'A disk or folder of this computer',
  elsewhere: 'Another computer',
} as const;

export interface WhereSectionProps extends DraftEditing {
  /** True: it begins with another computer. */
  readonly elsewhere: boolean;
}

/** Where it is backed up to. */
export function WhereSection({ elsewhere, ...editing }: WhereSectionProps): ReactNode {
  const { draft, changeProfile, changeDraft } = editing;
  const [place, setPlace] = useState<keyof typeof PLACES>(elsewhere ? 'elsewhere' : 'here');
  const choose = (chosen: keyof typeof PLACES): void => {
    setPlace(chosen);
    changeProfile({ destination: '', cryptoName: null, mountPoint: null });
  };
  return (
    <section aria-label="Where">
      <h2>Where</h2>
      <Choice label="Kind of place" options={PLACES} value={place} onChange={choose} />
      {place === 'here' ? <PlaceHere {...editing} /> : <PlaceElsewhere {...editing} />}
      <RemoteFields {...editing} />
      <Switch
        label="Back up as the administrator"
        on={draft.needsRoot}
        onChange={(on) => changeDraft({ needsRoot: on })}
      />
      <p className="quiet">
        Needed for files of other people and of the system, and for disks that this computer unlocks
        or mounts. Saving and testing it ask for a password; the backups themselves do not.
      </p>
    </section>
  );
}

function PlaceHere(editing: DraftEditing): ReactNode {
  const { draft, check, changeProfile } = editing;
  const choose = useRequest('folder:choose', (folder) => {
    if (folder !== null) changeProfile({ destination: `${folder}/backup/latest` });
  });
  return (
    <>
      <DiskSelect {...editing} />
      <TextField
        label="Folder for the backup"
        value={draft.profile.destination}
        onChange={(changed) => changeProfile({ destination: changed })}
        problem={problemOf(check, 'destination') ?? problemOf(check, 'disk')}
      >
        <Button className="button" onPress={() => choose.send(null)}>
          Choose a folder…
        </Button>
      </TextField>
      <p className="quiet">
        Its last part, such as “latest”, is the newest state. Snapshots appear beside it.
      </p>
      {choose.failure !== null && <FailureNotice failure={choose.failure} />}
    </>
  );
}

function PlaceElsewhere({ draft, check, changeProfile }: DraftEditing): ReactNode {
  return (
    <>
      <TextField
        label="Address of the backup"
        placeholder="user@host:/path/latest"
        value={draft.profile.destination}
        onChange={(changed) => changeProfile({ destination: changed })}
        problem={problemOf(check, 'destination') ?? problemOf(check, 'disk')}
      />
      <dl className="forms quiet">
        {FORMS.map(([form, meaning]) => (
          <div key={form}>
            <dt>
              <code>{form}</code>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

const FORMS = [
  [
    'user@host:/path/latest',
    'over SSH; its last part is the newest state, with snapshots beside it',
  ],
  ['user@host::module/path', 'an rsync daemon'],
  ['rsync://user@host:port/module/path', 'an rsync daemon that has another port'],
] as const;

function DiskSelect({ draft, changeProfile, changeDraft }: DraftEditing): ReactNode {
  const disks = useDiskChoices();
  const { cryptoName, mountPoint, id } = draft.profile;
  const chosen = disks.findIndex(
    (disk) => disk.mountPoint === mountPoint && disk.cryptoName === cryptoName,
  );
  const choose = (disk: DiskChoice | undefined): void => {
    if (disk === undefined) {
      changeProfile({ cryptoName: null, mountPoint: null });
    } else if (disk.mountPoint !== null) {
      const destination = `${disk.mountPoint}/${id}/latest`;
      changeProfile({ cryptoName: disk.cryptoName, mountPoint: disk.mountPoint, destination });
      changeDraft({ needsRoot: true });
    }
  };
  const unusable = disks.filter((disk) => disk.mountPoint === null);
  return (
    <>
      <label className="field">
        Disk
        <select
          className="input"
          value={chosen}
          onChange={({ target }) => choose(disks[Number(target.value)])}
        >
          <option value={-1}>None that has to be unlocked or mounted first</option>
          {disks.map((disk, index) => (
            <option
              key={`${disk.cryptoName ?? ''} ${disk.mountPoint ?? ''}`}
              value={index}
              disabled={disk.mountPoint === null}
            >
              {sayDisk(disk)}
            </option>
          ))}
        </select>
      </label>
      {disks.length === 0 && (
        <p className="quiet">
          A USB disk is offered here once this computer knows it: /etc/crypttab says how it is
          unlocked, /etc/fstab where it is mounted. README.md in /usr/share/doc/rsync-system-backup
          tells how.
        </p>
      )}
      {unusable.map(({ name }) => (
        <p key={name} className="attention">
          “{name}” cannot be chosen: an entry for /dev/mapper/{name} in /etc/fstab has to say where
          it is mounted.
        </p>
      ))}
    </>
  );
}

function sayDisk({ name, size, cryptoName }: DiskChoice): string {
  const kind = cryptoName === null ? '' : ', encrypted';
  return `${name}${kind}, ${size === null ? 'not connected' : saySize(size)}`;
}

function useDiskChoices(): readonly DiskChoice[] {
  const [disks, setDisks] = useState<readonly DiskChoice[]>([]);
  useEffect(() => {
    let wanted = true;
    void backup.ask('disk:choices', null).then((answer) => {
      if (wanted && answer.ok) setDisks(answer.value);
    });
    return () => {
      wanted = false;
    };
  }, []);
  return disks;
}
