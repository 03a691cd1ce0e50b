import { expect, it, onTestFinished } from 'vitest';
import { join } from 'node:path';
import { isMeant } from '../../main/domain/block-device.js';
import { probeBlockDevices } from '../../main/system/probed-devices.js';
import { requireRoot } from '../support/require-root.js';
import { runProgram } from '../support/run-program.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

it('knows a disk by what is on it where udev does not look, however it is called', async () => {
  requireRoot();
  const image = join(await temporaryDirectory(), 'image');
  await runProgram('truncate', ['--size=8M', image]);
  await runProgram('mkfs.ext4', ['-q', '-L', 'My “disk”', image]);
  const device = (await runProgram('losetup', ['--find', '--show', image])).trim();
  onTestFinished(async () => {
    await runProgram('losetup', ['--detach', device]);
  });
  const uuid = (await runProgram('blkid', ['-p', '-o', 'value', '-s', 'UUID', device])).trim();
  const found = (await probeBlockDevices()).filter(({ path }) => path === device);
  expect(found).toMatchObject([{ kind: 'disk', content: 'ext4', label: 'My “disk”', uuid }]);
  const means = (source: string): boolean => found.some((one) => isMeant(one, source));
  expect([`UUID=${uuid}`, 'LABEL="My “disk”"', 'LABEL=My'].map(means)).toEqual([true, true, false]);
});

it('leaves out what is no disk, or has nothing in it', async () => {
  for (const { path } of await probeBlockDevices()) {
    expect(path).toMatch(/^\/dev\/(?!zram|ram|dm-|sr|fd)/);
  }
});
