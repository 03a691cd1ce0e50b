import { beforeAll, expect, it } from 'vitest';
import { FILE_SYSTEM_LABEL, LUKS_LABEL, PLAIN_UUID } from './rig/backup-disks.js';
import type { DiskKind } from './rig/backup-disks.js';
import { askHelper } from './rig/helper-call.js';
import { resume } from './rig/scenario.js';
import type { UsbDisk } from './rig/usb-port.js';

const machine = resume('ready');

/** Where the right setup waits. */
const SAVED = '/run/rig/saved';
const SAVE = `mkdir ${SAVED}; cp -p /etc/crypttab /etc/fstab /root/keys/backups.key ${SAVED}`;
const RESTORE = `cp -p ${SAVED}/*tab /etc; cp -p ${SAVED}/backups.key /root/keys`;

const plugged = new Map<DiskKind, UsbDisk>();

/** Plugs in and pulls, until these are there. */
async function connect(kinds: readonly DiskKind[]): Promise<void> {
  const guest = machine();
  for (const [kind, disk] of plugged) {
    if (kinds.includes(kind)) continue;
    await disk.unplug();
    plugged.delete(kind);
    await guest.root.waitUntil(`[ ! -e ${disk.device} ]`);
    await guest.root.run('udevadm', ['settle']);
  }
  for (const kind of kinds) {
    if (plugged.has(kind)) continue;
    const disk = await guest.disk(kind, SERIALS[kind]);
    await disk.plug();
    plugged.set(kind, disk);
    await guest.settled(disk.device);
  }
}

const SERIALS: Readonly<Partial<Record<DiskKind, string>>> = {
  'same-label': 'BACKUP0002',
  plain: 'BACKUP0003',
};

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
  'a missing disk': { disks: [], setUp: '', code: 'disk-missing', names: ['backups'] },
  'another disk with the same label': {
    disks: ['same-label'],
    setUp: BY_LABEL,
    code: 'wrong-key',
    names: ['backups.key'],
  },
  'two disks with the same label': {
    disks: ['backups', 'same-label'],
    setUp: BY_LABEL,
    code: 'disk-ambiguous',
    names: ['BACKUP0001', 'BACKUP0002'],
  },
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
      'cryptsetup open --type plain --key-file /root/keys/backups.key --cipher aes-xts-plain64 --key-size 256 --hash sha256 /dev/disk/by-id/usb-QEMU_QEMU_HARDDISK_BACKUP0003-0:0 backups',
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

beforeAll(async () => {
  await machine().root.script(SAVE);
});

it.each(Object.entries(MISTAKES))(
  'tells %s, and leaves everything as it was',
  async (_title, { disks, setUp, code, names, tidyUp = '' }) => {
    const guest = machine();
    await connect(disks);
    await guest.root.script(setUp);
    try {
      const { exitCode, error, finished } = await askHelper(guest);
      const isMissing = code === 'disk-missing';
      expect(exitCode).toBe(isMissing ? 75 : 1);
      expect(error?.code).toBe(code);
      const words = `${error?.message ?? ''} ${error?.advice ?? ''}`;
      for (const name of names) expect(words).toContain(name);
      expect(finished?.outcome).toBe(isMissing ? 'skipped' : 'failed');
    } finally {
      await guest.root.script(`${tidyUp}\n${RESTORE}`);
    }
  },
);

it('warns of files that lie where the disk is mounted', async () => {
  const guest = machine();
  await connect(['backups']);
  await guest.root.run('touch', ['/mnt/backups/forgotten']);
  const { events, finished } = await askHelper(guest);
  expect(finished).toMatchObject({ outcome: 'warnings', safeToUnplug: true });
  const codes = events.flatMap((event) => (event.event === 'warning' ? [event.code] : []));
  expect(codes).toEqual(['mount-point-not-empty']);
  await guest.root.run('rm', ['/mnt/backups/forgotten']);
});

it('tells a file system that is damaged', async () => {
  const guest = machine();
  await connect(['backups']);
  await guest.root.script(`
    cryptdisks_start backups; dd if=/dev/zero of=/dev/mapper/backups bs=1M count=4; sync
    cryptdisks_stop backups`);
  const { error, finished } = await askHelper(guest);
  expect(error?.code).toBe('file-system-damaged');
  expect(error?.advice).toContain('fsck');
  expect(finished).toMatchObject({ outcome: 'failed', safeToUnplug: true });
});
