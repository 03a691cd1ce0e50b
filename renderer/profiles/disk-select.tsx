import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import type { DiskChoice, Disks } from '../../main/shared/profile-requests.js';
import { saySize } from '../../main/shared/say-size.js';
import { backup } from '../backup-bridge.js';
import { UnknownDisks } from './unknown-disks.js';
import type { DraftEditing } from './use-draft.js';

/** The disks that this computer knows, and why others that are connected cannot be chosen. */
export function DiskSelect({ draft, changeProfile, changeDraft }: DraftEditing): ReactNode {
  const { choices: disks, unknown } = useDisks();
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
      {disks.length === 0 && unknown.length === 0 && (
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
      <UnknownDisks disks={unknown} />
    </>
  );
}

function sayDisk({ name, device, size, cryptoName }: DiskChoice): string {
  const known = device === null ? name : `${name} (${device})`;
  const kind = cryptoName === null ? '' : ', encrypted';
  return `${known}${kind}, ${size === null ? 'not connected' : saySize(size)}`;
}

/** Looked for again when the person comes back to the window, as after a disk was connected. */
function useDisks(): Disks {
  const [disks, setDisks] = useState<Disks>({ choices: [], unknown: [] });
  useEffect(() => {
    let wanted = true;
    const read = (): void => {
      void backup.ask('disk:choices', null).then((answer) => {
        if (wanted && answer.ok) setDisks(answer.value);
      });
    };
    read();
    window.addEventListener('focus', read);
    return () => {
      wanted = false;
      window.removeEventListener('focus', read);
    };
  }, []);
  return disks;
}
