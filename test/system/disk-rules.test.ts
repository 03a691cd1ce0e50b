import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { diskRules } from '../../main/domain/disk-rules.js';
import { changeableInside, writeSystemFile } from '../support/private-namespace.js';
import { realUdev } from '../support/real-udev.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

it.each(['LABEL=Größe & mehr', 'UUID=6f9e7f4e-1f3b-4a52-9d9f-6b8f9d1c2a77'])(
  'the real udev marks the disk %s as one that desktops leave alone',
  async (source) => {
    const udev = await realUdev();
    await changeableInside(udev, '/etc');
    const disk = { name: 'backups', source, encrypted: false, permanent: false };
    await udev.run('mkdir', ['-p', '/etc/udev/rules.d']);
    const path = '/etc/udev/rules.d/90-rsync-system-backup-home.rules';
    await writeSystemFile(udev, path, diskRules('home', disk) ?? '');
    const image = join(await temporaryDirectory(), 'image');
    await udev.run('truncate', ['--size=8M', image]);
    const uuid = '6f9e7f4e-1f3b-4a52-9d9f-6b8f9d1c2a77';
    await udev.run('mkfs.ext4', ['-q', '-L', 'Größe & mehr', '-U', uuid, image]);
    const device = (await udev.run('losetup', ['--find', '--show', image])).trim();
    onTestFinished(async () => {
      await udev.run('losetup', ['--detach', device]);
    });
    // udev looks for new rules every few seconds, and only when something happens.
    await vi.waitFor(
      async () => {
        await udev.run('udevadm', ['trigger', '--action=change', `--name-match=${device}`]);
        const args = ['info', '--query=property', `--name=${device}`];
        const properties = (await udev.run('udevadm', args)).split('\n');
        expect(properties).toContain(`ID_FS_UUID=${uuid}`);
        expect(properties).toContain('UDISKS_AUTO=0');
      },
      { timeout: 60_000, interval: 500 },
    );
  },
);
