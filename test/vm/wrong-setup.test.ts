import { expect, it } from 'vitest';
import { FILE_SYSTEM_LABEL, LUKS_LABEL, PLAIN_UUID } from './rig/backup-disks.js';
import type { DiskKind } from './rig/backup-disks.js';
import type { Guest } from './rig/guest.js';
import { askHelper } from './rig/helper-call.js';
import { resume } from './rig/scenario.js';

async function guestWithDisks(kinds: readonly DiskKind[], setUp: string): Promise<Guest> {
  const guest = await resume('ready');
  for (const [index, kind] of kinds.entries()) {
    const disk = await guest.disk(kind, `BACKUP000${index + 1}`);
    await disk.plug();
    await guest.settled(disk.device);
  }
  await guest.root.script(setUp);
  return guest;
}

const BY_LABEL = `sed -i 's|UUID=[^ ]*|LABEL=${LUKS_LABEL}|' /etc/crypttab`;

interface Mistake {
  readonly disks: readonly DiskKind[];
  /** Lines of sh. */
  readonly setUp: string;
  readonly code: string;
  /** What the message or the advice has to name. */
  readonly names: readonly string[];
  /** Takes back what expectClean would find. */
  readonly tidyUp?: string;
}

const MISTAKES: Readonly<Record<string, Mistake>> = {
  'two disks with the same label': {
    disks: ['backups', 'same-label'],
    setUp: BY_LABEL,
    code: 'disk-ambiguous',
    names: ['BACKUP0001', 'BACKUP0002'],
  },
  'another disk with the same label': {
    disks: ['same-label'],
    setUp: BY_LABEL,
    code: 'wrong-key',
    names: ['backups.key'],
  },
  'a missing disk': { disks: [], setUp: '', code: 'disk-missing', names: ['backups'] },
  'a missing key file': {
    disks: ['backups'],
    setUp: 'rm /root/keys/backups.key',
    code: 'key-file-missing',
    names: ['/root/keys/backups.key'],
  },
  'a wrong key': {
    disks: ['backups'],
    setUp: 'head -c 64 /dev/urandom > /root/keys/backups.key',
    code: 'wrong-key',
    names: ['backups'],
  },
  'no entry in crypttab': {
    disks: ['backups'],
    setUp: ': > /etc/crypttab',
    code: 'disk-not-configured',
    names: ['/etc/crypttab'],
  },
  'no entry in fstab': {
    disks: ['backups'],
    setUp: "sed -i '/backups/d' /etc/fstab",
    code: 'mount-not-configured',
    names: ['/etc/fstab', '/mnt/backups'],
  },
  'no mount point': {
    disks: ['backups'],
    setUp: 'rmdir /mnt/backups',
    code: 'mount-point-missing',
    names: ['/mnt/backups'],
    tidyUp: 'mkdir /mnt/backups',
  },
  'a file system that cannot be mounted': {
    disks: ['backups'],
    setUp: `cryptdisks_start backups; dd if=/dev/zero of=/dev/mapper/backups bs=1M count=64; sync
      cryptdisks_stop backups`,
    code: 'failed-to-mount',
    names: ['/mnt/backups'],
  },
  'something else at the mount point': {
    disks: ['backups', 'plain'],
    setUp: `mount UUID=${PLAIN_UUID} /mnt/backups`,
    code: 'mount-point-occupied',
    names: ['/mnt/backups'],
    tidyUp: 'umount /mnt/backups',
  },
  'a mapping of that name on another disk': {
    disks: ['backups', 'plain'],
    setUp:
      'cryptsetup open --type plain --key-file /root/keys/backups.key --cipher aes-xts-plain64 --key-size 256 --hash sha256 /dev/disk/by-id/usb-QEMU_QEMU_HARDDISK_BACKUP0002-0:0 backups',
    code: 'disk-occupied',
    names: ['backups'],
    tidyUp: 'cryptsetup close backups',
  },
  'a file system mounted read-only': {
    disks: ['backups'],
    setUp: `cryptdisks_start backups; mount -o ro /mnt/backups`,
    code: 'mounted-read-only',
    names: ['fsck', FILE_SYSTEM_LABEL],
    tidyUp: 'umount /mnt/backups; cryptdisks_stop backups',
  },
};

it.each(Object.entries(MISTAKES))(
  'tells %s, and leaves everything as it was',
  async (_title, { disks, setUp, code, names, tidyUp = '' }) => {
    const guest = await guestWithDisks(disks, setUp);
    const { exitCode, error, finished } = await askHelper(guest);
    expect(exitCode).toBe(1);
    expect(error?.code).toBe(code);
    const words = `${error?.message ?? ''} ${error?.advice ?? ''}`;
    for (const name of names) expect(words).toContain(name);
    expect(finished?.outcome).toBe(code === 'disk-missing' ? 'skipped' : 'failed');
    await guest.root.script(tidyUp);
  },
);

it('warns of files that lie where the disk is mounted', async () => {
  const guest = await guestWithDisks(['backups'], 'echo x > /mnt/backups/forgotten');
  const { events, finished } = await askHelper(guest);
  expect(finished).toMatchObject({ outcome: 'warnings', safeToUnplug: true });
  const codes = events.flatMap((event) => (event.event === 'warning' ? [event.code] : []));
  expect(codes).toEqual(['mount-point-not-empty']);
  await guest.root.run('rm', ['/mnt/backups/forgotten']);
});
