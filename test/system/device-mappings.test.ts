import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findMapping } from '../../main/system/device-mappings.js';
import { physicalDisks } from '../../main/system/physical-disks.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

/** What sysfs has of a disk with a partition, an encrypted device on that, and another on top. */
async function sysfs() {
  const root = await temporaryDirectory();
  const [disk, lower, upper] = ['devices/usb/sdb', 'devices/virtual/dm-0', 'devices/virtual/dm-1'];
  await write(join(root, disk), { dev: '8:16', diskseq: '12' });
  await write(join(root, disk, 'sdb1'), { dev: '8:17', partition: '1' });
  await write(join(root, lower), { dev: '253:0', diskseq: '13', 'dm/name': 'backup_dif' });
  await write(join(root, upper), { dev: '253:1', diskseq: '14', 'dm/name': 'my\\x20backup' });
  await link(root, join(disk, 'sdb1'), join(lower, 'slaves/sdb1'));
  await link(root, lower, join(upper, 'slaves/dm-0'));
  for (const device of [disk, lower, upper]) {
    await link(root, device, join('class', device.split('/').at(-1) ?? ''));
  }
  return { root, classes: join(root, 'class'), disk: join(root, disk), upper: join(root, upper) };
}

async function write(directory: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(directory, name, '..'), { recursive: true });
    await writeFile(join(directory, name), `${text}\n`);
  }
}

async function link(root: string, to: string, from: string): Promise<void> {
  await mkdir(join(root, from, '..'), { recursive: true });
  await symlink(join(root, to), join(root, from));
}

describe('an unlocked device', () => {
  it('is found by its name, with all that it stands on', async () => {
    const { classes } = await sysfs();
    expect(await findMapping('my backup', classes)).toEqual({
      path: '/dev/dm-1',
      device: '253:1',
      standsOn: ['/dev/dm-0', '/dev/sdb1'],
      isAlive: true,
      instance: 'dm-1-14',
    });
  });

  it('is not found by any other name', async () => {
    const { classes } = await sysfs();
    expect(await findMapping('backup', classes)).toBeNull();
    expect(await findMapping('backup', join(classes, 'nowhere'))).toBeNull();
  });

  it.each([
    [
      'leads nowhere',
      (root: string) => rm(join(root, 'devices/usb/sdb/sdb1'), { recursive: true }),
    ],
    ['has gone', (root: string) => rm(join(root, 'devices/virtual/dm-0/slaves/sdb1'))],
  ])('is dead when the link to its device %s, however far below', async (_, pull) => {
    const { root, classes } = await sysfs();
    await pull(root);
    expect(await findMapping('my backup', classes)).toMatchObject({ isAlive: false });
  });
});

describe('the disk below', () => {
  it('is the whole disk, as plugged in at this time', async () => {
    const { disk, upper } = await sysfs();
    expect(await physicalDisks(upper)).toEqual([
      { path: '/dev/sdb', directory: disk, sequence: '12' },
    ]);
  });

  it('is not there when it has gone', async () => {
    const { disk, upper } = await sysfs();
    await rm(disk, { recursive: true });
    expect(await physicalDisks(upper)).toEqual([expect.objectContaining({ path: '/dev/dm-0' })]);
  });
});
