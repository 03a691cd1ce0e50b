import { HardDrive } from 'lucide-react';
import type { ReactNode } from 'react';
import type { UnknownDisk } from '../../main/shared/profile-requests.js';
import { saySize } from '../../main/shared/say-size.js';
import { Details } from '../details.js';

/** Connected disks that cannot be used yet: why, and what an administrator does about it. */
export function UnknownDisks({ disks }: { readonly disks: readonly UnknownDisk[] }): ReactNode {
  return disks.map(({ name, size, reason, commands }, index) => (
    // Two disks may have the same name.
    <section key={index} className="notice" aria-label={`Disk ${name}`}>
      <HardDrive className="quiet" size={20} aria-hidden />
      <div>
        <p className="notice-title">
          “{name}” ({saySize(size)}) is connected, but cannot be used for backups yet.
        </p>
        <p>{REASONS[reason]}</p>
        <p>{commands.length > 0 ? KNOWN_BY_COMMANDS : SET_UP_ANEW}</p>
        <Details title="Commands for an administrator" text={commands.join('\n')} />
      </div>
    </section>
  ));
}

const REASONS: Readonly<Record<UnknownDisk['reason'], string>> = {
  locked:
    'It is encrypted, and this computer is not told to unlock it for backups. With the commands below it is, and asks for the passphrase at each; README.md in /usr/share/doc/rsync-system-backup tells how a key file does without.',
  'not-mounted': 'This computer is not told where its files are to appear for backups.',
  unsuited:
    'Disks are often sold with exFAT or NTFS, which keep neither owners nor permissions of files.',
  empty: 'It is empty, or holds what this computer cannot read.',
};

const KNOWN_BY_COMMANDS = 'An administrator makes it known, once. What is on it stays.';
const SET_UP_ANEW =
  'An administrator sets it up anew, as README.md in /usr/share/doc/rsync-system-backup tells. Everything that is on it will be lost.';
