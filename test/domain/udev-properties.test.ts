import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isMeant } from '../../main/domain/block-device.js';
import type { BlockDevice } from '../../main/domain/block-device.js';
import {
  blockDevice,
  parseUdevDatabase,
  readUdevProperties,
} from '../../main/domain/udev-properties.js';

/** Recorded from udevadm 252 on a machine with four USB disks and two loop devices. */
const DATABASE = new URL('../fixtures/udev/usb-disks.database.txt', import.meta.url);
const DEVICES = parseUdevDatabase(readFileSync(DATABASE, 'utf8'));

const BLUE_DISK: BlockDevice = {
  path: '/dev/sdb2',
  links: expect.arrayContaining([
    '/dev/disk/by-partlabel/Backups',
    '/dev/disk/by-uuid/081ff976-a3cc-4314-abbc-e2e4ad673e70',
  ]) as readonly string[],
  kind: 'partition',
  sequence: '2',
  content: 'crypto_LUKS',
  uuid: '081ff976-a3cc-4314-abbc-e2e4ad673e70',
  label: 'Blue disk',
  partitionUuid: 'eee676b7-f0e3-9248-b496-4d06ad0a04db',
  partitionLabel: 'Backups',
  model: 'QEMU HARDDISK',
  serial: '4C530002',
};

describe('parseUdevDatabase', () => {
  it('finds disks and partitions among all devices', () => {
    expect(DEVICES.map(({ path, kind }) => `${kind} ${path}`).sort()).toEqual([
      'disk /dev/loop0',
      'disk /dev/loop1',
      'disk /dev/sda',
      'disk /dev/sdb',
      'disk /dev/sdc',
      'disk /dev/sdd',
      'partition /dev/sdb1',
      'partition /dev/sdb2',
    ]);
  });

  it('reads a partition with everything that is known of it', () => {
    expect(device('/dev/sdb2')).toEqual(BLUE_DISK);
  });

  it('reads a device of which nothing is known but its place', () => {
    expect(device('/dev/loop1')).toMatchObject({
      links: [],
      sequence: '46',
      content: null,
      uuid: null,
      label: null,
      model: null,
    });
  });

  it.each([
    ['/dev/sdb1', 'Mes photos', 'Système de Ädda'],
    ['/dev/sdd', 'Größe & mehr', null],
  ])('reads the labels of %s as they were given', (path, label, partitionLabel) => {
    expect(device(path)).toMatchObject({ label, partitionLabel });
  });
});

describe('blockDevice', () => {
  it.each([
    ['unlocked by the device mapper', ['DEVNAME=/dev/dm-0', 'DEVTYPE=disk', 'DM_NAME=backup']],
    ['compressed memory', ['DEVNAME=/dev/zram0', 'DEVTYPE=disk']],
    ['memory', ['DEVNAME=/dev/ram0', 'DEVTYPE=disk']],
    ['an optical disc', ['DEVNAME=/dev/sr0', 'DEVTYPE=disk']],
    ['an optical disc by another name', ['DEVNAME=/dev/xyz', 'DEVTYPE=disk', 'ID_CDROM=1']],
    ['no disk', ['DEVNAME=/dev/bus/usb/001/002', 'DEVTYPE=usb_device']],
    ['nameless', ['DEVTYPE=disk']],
  ])('leaves out what is %s', (_what, lines) => {
    expect(blockDevice(readUdevProperties(lines))).toBeNull();
  });

  it('keeps an equals sign in a value, and escapes that are no UTF-8', () => {
    const lines = ['DEVNAME=/dev/sda', 'DEVTYPE=disk', 'ID_FS_LABEL_ENC=a=b\\xff\\x20c'];
    expect(blockDevice(readUdevProperties(lines))?.label).toBe('a=b\\xff\\x20c');
  });
});

describe('isMeant', () => {
  it.each([
    ['UUID=081ff976-a3cc-4314-abbc-e2e4ad673e70', ['/dev/sdb2']],
    ['UUID="081FF976-A3CC-4314-ABBC-E2E4AD673E70"', ['/dev/sdb2']],
    ['PARTUUID=65161e50-132d-b44e-9c6e-f357f328ef83', ['/dev/sdb1']],
    ['PARTUUID=65161E50-132D-B44E-9C6E-F357F328EF83', ['/dev/sdb1']],
    ['LABEL=Blue disk', ['/dev/sdb2']],
    ['LABEL="Größe & mehr"', ['/dev/sdd']],
    ['LABEL=blue disk', []],
    ['LABEL=Backup', ['/dev/loop0', '/dev/sda', '/dev/sdc']],
    ['PARTLABEL="Système de Ädda"', ['/dev/sdb1']],
    ['ID=usb-QEMU_QEMU_HARDDISK_4C530003-0:0', ['/dev/sdc']],
    ['ID=usb-QEMU_QEMU_HARDDISK_4C530002-0:0-part2', ['/dev/sdb2']],
    ['/dev/disk/by-uuid/58e95199-6d87-4302-8ad3-ae40ec928477', ['/dev/sdc']],
    ['/dev/disk/by-label/Blue\\x20disk', ['/dev/sdb2']],
    ['/dev/disk/by-path/pci-0000:00:01.0-usb-0:1:1.0-scsi-0:0:0:0', ['/dev/sda']],
    ['/dev/sdc', ['/dev/sdc']],
    ['/dev/sdb', ['/dev/sdb']],
    ['/srv/backup.img', []],
    ['server:/export', []],
    ['UUID=', []],
  ])('a table’s %s means %j', (source, paths) => {
    const meant = DEVICES.filter((candidate) => isMeant(candidate, source));
    expect(meant.map(({ path }) => path).sort()).toEqual(paths);
  });
});

function device(path: string): BlockDevice | undefined {
  return DEVICES.find((candidate) => candidate.path === path);
}
