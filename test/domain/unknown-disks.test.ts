import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { BlockDevice } from '../../main/domain/block-device.js';
import { parseCrypttab } from '../../main/domain/crypttab.js';
import { parseFstab } from '../../main/domain/fstab.js';
import { parseUdevDatabase } from '../../main/domain/udev-properties.js';
import { unknownDisks } from '../../main/domain/unknown-disks.js';

/** Four disks at USB, one of them with two partitions; recorded from udevadm 252. */
const RECORDED = parseUdevDatabase(
  readFileSync(new URL('../fixtures/udev/usb-disks.database.txt', import.meta.url), 'utf8'),
);

function found(devices: readonly BlockDevice[], crypttab = '', fstab = '', size = 2e12) {
  const tables = { crypttab: parseCrypttab(crypttab), fstab: parseFstab(fstab) };
  return unknownDisks(
    tables,
    devices.map((device) => ({ device, size })),
  );
}

function device(path: string, some: Partial<BlockDevice> = {}): BlockDevice {
  const recorded = RECORDED.find((candidate) => candidate.path === path);
  if (recorded === undefined) throw new Error(`The recording has no ${path}.`);
  return { ...recorded, ...some };
}

describe('a disk that neither table knows', () => {
  it('is found by what is on it, and where it is divided, by its partitions', () => {
    expect(found(RECORDED).map(({ name, reason }) => `${name}: ${reason}`)).toEqual([
      'Größe & mehr: not-mounted',
      'Backup: locked',
      'Mes photos: not-mounted',
      'Blue disk: locked',
      'Backup: locked',
    ]);
  });

  it('is made known by a name that neither table has', () => {
    const [disk] = found([device('/dev/sda')], 'backup UUID=1 none\n', '/dev/x /mnt/backup-2\n');
    expect(disk?.commands).toEqual([
      'mkdir --parents /mnt/backup-3',
      "echo 'backup-3 UUID=df569994-8f51-4bb9-a9b7-18d1341e82ae none luks,noauto' >> /etc/crypttab",
      "echo '/dev/mapper/backup-3 /mnt/backup-3 auto noauto,nosuid,nodev 0 0' >> /etc/fstab",
      'systemctl daemon-reload',
    ]);
  });

  it.each([
    ['its label', { label: "'; reboot #\n/etc" }, 'mkdir --parents /mnt/reboot-etc'],
    ['its UUID', { uuid: "1'; reboot #" }, undefined],
  ])('puts no words of its own into commands for root, here by %s', (_what, some, command) => {
    const [disk] = found([device('/dev/sdd', some)]);
    expect(disk?.commands[0]).toBe(command);
    expect(disk?.commands.join(' ') ?? '').not.toMatch(/; ?reboot/);
  });

  it.each([
    ['exfat', 'unsuited'],
    ['ntfs', 'unsuited'],
    [null, 'empty'],
  ])('and that holds %s has to be set up anew', (content, reason) => {
    expect(found([device('/dev/sdd', { content })])).toMatchObject([{ reason, commands: [] }]);
  });

  it('is found also in an enclosure that is known by its path alone', () => {
    const links = ['/dev/disk/by-path/pci-0000:00:14.0-usbv3-0:1:1.0-scsi-0:0:0:0'];
    expect(found([device('/dev/sda', { links })])).toHaveLength(1);
  });
});

describe('not told of are', () => {
  it.each<readonly [string, BlockDevice, string, string, number]>([
    [
      'one of crypttab',
      device('/dev/sda'),
      'blue UUID=df569994-8f51-4bb9-a9b7-18d1341e82ae -',
      '',
      2e12,
    ],
    ['one of fstab', device('/dev/sdb1'), '', 'LABEL=Mes\\040photos /srv/photos ext4', 2e12],
    ['an internal one', device('/dev/sda', { links: ['/dev/disk/by-id/ata-1'] }), '', '', 2e12],
    ['a partition to start from', device('/dev/sdb1'), '', '', 5e8],
    ['a reader without a card', device('/dev/sda', { content: null }), '', '', 0],
  ])('%s', (_what, disk, crypttab, fstab, size) => {
    expect(found([disk], crypttab, fstab, size)).toEqual([]);
  });
});
