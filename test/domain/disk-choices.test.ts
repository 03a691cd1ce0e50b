import { expect, it } from 'vitest';
import { parseCrypttab } from '../../main/domain/crypttab.js';
import { diskChoices } from '../../main/domain/disk-choices.js';
import { parseFstab } from '../../main/domain/fstab.js';
import type { BlockDevice } from '../../main/domain/block-device.js';

const DEVICE: BlockDevice = {
  path: '/dev/sdb',
  links: [],
  kind: 'disk',
  sequence: null,
  content: 'ext4',
  uuid: 'aaaa',
  label: 'Blue disk',
  partitionUuid: null,
  partitionLabel: null,
  model: null,
  serial: null,
};

it('offers encrypted disks and others that wait for somebody to ask', () => {
  const tables = {
    crypttab: parseCrypttab(
      'backups UUID=bbbb /root/key luks,noauto\nlost UUID=cccc none luks\nred UUID=ffff none luks\n',
    ),
    fstab: parseFstab(`/dev/mapper/backups /mnt/backups ext4 noauto 0 0
UUID=aaaa /mnt/blue ext4 noauto 0 0
UUID=dddd / ext4 defaults 0 1
UUID=eeee none swap sw,noauto 0 0
`),
  };
  const red: BlockDevice = {
    ...DEVICE,
    ...{ path: '/dev/sdc', content: 'crypto_LUKS', uuid: 'ffff', label: null, model: 'Elements' },
  };
  const devices = [
    { device: DEVICE, size: 1000 },
    { device: red, size: 2000 },
  ];
  expect(diskChoices(tables, devices)).toEqual([
    {
      name: 'backups',
      device: null,
      size: null,
      cryptoName: 'backups',
      mountPoint: '/mnt/backups',
    },
    { name: 'lost', device: null, size: null, cryptoName: 'lost', mountPoint: null },
    { name: 'red', device: 'Elements', size: 2000, cryptoName: 'red', mountPoint: null },
    { name: 'Blue disk', device: null, size: 1000, cryptoName: null, mountPoint: '/mnt/blue' },
  ]);
});
