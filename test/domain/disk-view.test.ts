import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseCrypttab } from '../../main/domain/crypttab.js';
import { diskView } from '../../main/domain/disk-view.js';
import type { DiskFacts } from '../../main/domain/disk-view.js';
import { parseFstab } from '../../main/domain/fstab.js';
import { devicesOf, profileDisk } from '../../main/domain/plug-match.js';
import { parseUdevDatabase } from '../../main/domain/udev-properties.js';
import type { Profile } from '../../main/shared/profile.js';
import { DEFAULT_REMOTE_CHOICES } from '../../main/shared/remote-choices.js';
import { DEFAULT_ROTATION_POLICY } from '../../main/shared/rotation-policy.js';

const CONNECTED = parseUdevDatabase(
  readFileSync(new URL('../fixtures/udev/usb-disks.database.txt', import.meta.url), 'utf8'),
);
const FACTS: DiskFacts = {
  tables: {
    crypttab: parseCrypttab(`
      blue LABEL="Blue\\040disk" /etc/keys/blue luks,noauto
      away UUID=00000000-0000-0000-0000-000000000000 none luks
      twins LABEL=Backup none luks,noauto
    `),
    fstab: parseFstab(`
      /dev/mapper/blue /mnt/blue ext4 noauto 0 0
      LABEL=Mes\\040photos /mnt/photos ext4 noauto 0 0
      UUID=2eaa82d4-62c9-40ea-babe-d2a4d57055a9 /srv/internal ext4 defaults 0 0
    `),
  },
  open: { mapped: [], mountPoints: [] },
  connected: CONNECTED,
};

describe('the disk of a profile', () => {
  it.each([
    ['none', {}, {}, null],
    ['one that is there', { cryptoName: 'blue' }, {}, 'blue connected'],
    ['one that is away', { cryptoName: 'away' }, {}, 'away not-connected'],
    ['one that nobody knows', { cryptoName: 'unknown' }, {}, 'unknown not-connected'],
    ['an unencrypted one', { mountPoint: '/mnt/photos' }, {}, 'Mes photos connected'],
    ['one that fstab does not know', { mountPoint: '/mnt/what' }, {}, 'what not-connected'],
    [
      'an unlocked one',
      { cryptoName: 'blue' },
      { mapped: ['blue'] },
      'blue open lockable readable',
    ],
    [
      'one that is unlocked, and mounted where only a backup sees it',
      { cryptoName: 'blue', mountPoint: '/mnt/blue' },
      { mapped: ['blue'] },
      'blue open lockable',
    ],
    [
      'one that is open though it has been pulled out',
      { cryptoName: 'away' },
      { mapped: ['away'] },
      'away open lockable readable',
    ],
    [
      'a mounted one',
      { mountPoint: '/mnt/photos' },
      { mountPoints: ['/mnt/photos'] },
      'Mes photos open lockable readable',
    ],
    [
      'an internal one, which is no concern of ours',
      { mountPoint: '/srv/internal' },
      { mountPoints: ['/srv/internal'] },
      'internal open readable',
    ],
  ])('is %s', (_what, some, open, expected) => {
    const facts = { ...FACTS, open: { ...FACTS.open, ...open } };
    const view = diskView(profile(some), true, facts);
    const words = view && [
      view.name,
      view.state,
      ...(view.lockable ? ['lockable'] : []),
      ...(view.readable ? ['readable'] : []),
    ];
    expect(words?.join(' ') ?? null).toBe(expected);
  });

  it('is locked on request only where root does it', () => {
    const open = { mapped: ['blue'], mountPoints: [] };
    const view = diskView(profile({ cryptoName: 'blue' }), false, { ...FACTS, open });
    expect(view).toMatchObject({ state: 'open', lockable: false });
  });

  it('is each of two with the same label, which the run then refuses', () => {
    const twins = profileDisk(profile({ cryptoName: 'twins' }), FACTS.tables);
    const paths = twins && devicesOf(twins, CONNECTED).map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['/dev/sda', '/dev/sdc']));
  });
});

function profile(some: Partial<Profile>): Profile {
  return {
    id: 'system',
    name: 'System',
    source: '/',
    destination: '/mnt/blue/latest',
    cryptoName: null,
    mountPoint: null,
    remote: DEFAULT_REMOTE_CHOICES,
    excludes: [],
    multiFs: false,
    rotation: DEFAULT_ROTATION_POLICY,
    skipUnchanged: true,
    destinationId: null,
    ...some,
  };
}
