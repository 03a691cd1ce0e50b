import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { splitUdevRecords } from '../../main/domain/udev-record.js';
import type { UdevRecord } from '../../main/domain/udev-record.js';

/** Recorded from udevadm 252: a LUKS disk, one with two partitions, two more; then the first is pulled out. */
const RECORDING = readFileSync(
  new URL('../fixtures/udev/usb-disks.monitor.txt', import.meta.url),
  'utf8',
);

describe('splitUdevRecords', () => {
  it('reads what udevadm prints while disks are plugged in and out', () => {
    const { records, rest } = splitUdevRecords(RECORDING);
    expect(records.map(inShort)).toEqual([
      'listening',
      'sda crypto_LUKS Backup',
      'sda crypto_LUKS Backup',
      'sdb null null',
      'sdb2 crypto_LUKS Blue disk',
      'sdb1 ext4 Mes photos',
      'sdb null null',
      'sdc crypto_LUKS Backup',
      'sdc crypto_LUKS Backup',
      'sdd ext4 Größe & mehr',
      'sdd ext4 Größe & mehr',
      'sda gone',
    ]);
    expect(rest).toBe('');
  });

  it.each([1, 7, 100, 4096])(
    'reads the same when it arrives in pieces of %i characters',
    (size) => {
      const records: UdevRecord[] = [];
      let text = '';
      for (let at = 0; at < RECORDING.length; at += size) {
        const split = splitUdevRecords(text + RECORDING.slice(at, at + size));
        records.push(...split.records);
        text = split.rest;
      }
      expect(records).toEqual(splitUdevRecords(RECORDING).records);
    },
  );

  it('tells apart what is no disk', () => {
    const unlocked =
      'UDEV  [1.0] add      /devices/virtual/block/dm-0 (block)\nACTION=add\nSUBSYSTEM=block\n' +
      'DEVNAME=/dev/dm-0\nDEVTYPE=disk\nDM_NAME=backup\nID_FS_TYPE=ext4\n\n';
    expect(splitUdevRecords(unlocked).records).toEqual([{ kind: 'other' }]);
  });
});

function inShort(record: UdevRecord): string {
  if (record.kind !== 'disk') return record.kind;
  const { path, content, label } = record.device;
  const name = path.replace('/dev/', '');
  return record.gone ? `${name} gone` : `${name} ${String(content)} ${String(label)}`;
}
