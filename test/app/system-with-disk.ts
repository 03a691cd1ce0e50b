import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { INSTALLED_PROFILES, PROFILE_STATES } from '../../main/shared/helper-files.js';
import { formatInstalledProfile } from '../../main/shared/installed-profile.js';
import type { Profile } from '../../main/shared/profile.js';
import { DEFAULT_REMOTE_CHOICES } from '../../main/shared/remote-choices.js';
import { DEFAULT_ROTATION_POLICY } from '../../main/shared/rotation-policy.js';
import { systemClock } from '../../main/system/clock.js';
import { fakeUdevadm, type FakeUdevadm } from '../support/fake-udevadm.js';
import {
  changeableInside,
  privateNamespace,
  writeSystemFile,
  type PrivateNamespace,
} from '../support/private-namespace.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { electronIn } from './electron-in.js';
import { fakePkexec, writeProgram, type FakePkexec } from './fake-pkexec.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const HELPER = '/usr/libexec/rsync-system-backup-helper';
const OPT = '/opt/rsync-system-backup';

/** A machine of one test: the system's own files, of which nobody else sees the changes, and an unencrypted disk. */
export interface SystemWithDisk {
  readonly namespace: PrivateNamespace;
  readonly pkexec: FakePkexec;
  /** Starts Electron there. */
  readonly electron: string;
  readonly profile: Profile;
  /** What is backed up. */
  readonly source: string;
  readonly plug: () => Promise<void>;
  readonly unplug: () => Promise<void>;
  /** It is there already when the application starts. */
  readonly plugBefore: () => Promise<void>;
  /** Puts a script, which the test calls a fake, in the place of the helper. */
  readonly replaceHelper: (script: string) => Promise<void>;
  readonly writeProfile: (profile: Profile) => Promise<void>;
  /** Pretends that the profile was backed up so many minutes ago. */
  readonly backedUp: (minutesAgo: number) => Promise<void>;
  readonly mount: () => Promise<void>;
  /** Pretends that the disk is an encrypted one, and that somebody has unlocked it under this name. */
  readonly unlocked: (cryptoName: string) => Promise<void>;
  /** Without the application. */
  readonly backUp: () => Promise<void>;
  readonly snapshots: () => Promise<readonly string[]>;
}

/** With the real helper, behind a fake pkexec, and a fake udevadm; `installed` false: without the helper. */
export async function systemWithDisk(installed = true): Promise<SystemWithDisk> {
  const namespace = await privateNamespace();
  const udevadm = await fakeUdevadm(namespace);
  const changeable = ['/etc', '/mnt', '/opt', '/usr/libexec', '/var/cache', '/var/lib'];
  for (const directory of changeable) await changeableInside(namespace, directory);
  const pkexec = await fakePkexec(namespace);
  if (installed) await installHelper(namespace);
  const source = await temporaryDirectory();
  await writeFile(join(source, 'letter.txt'), 'Dear Ada');
  const uuid = randomUUID();
  const device = await attachDisk(namespace, uuid);
  const profile = profileOf(source);
  const writeProfile = (written: Profile): Promise<void> =>
    writeJson(namespace, INSTALLED_PROFILES, written.id, formatInstalledProfile(written));
  await writeProfile(profile);
  return {
    namespace,
    pkexec,
    electron: await electronIn(namespace),
    profile,
    source,
    ...plugging(udevadm, device, uuid),
    replaceHelper: (script) => writeProgram(namespace, HELPER, script),
    writeProfile,
    backedUp: (minutesAgo) =>
      writeJson(namespace, PROFILE_STATES, profile.id, stateAfter(minutesAgo)),
    mount: async () => {
      await namespace.run('mount', ['/mnt/blue']);
    },
    unlocked: async (cryptoName) => {
      // The directory is there once anybody has used the device mapper since the machine was started.
      await changeableInside(namespace, '/dev');
      await namespace.run('mkdir', ['--parents', '/dev/mapper']);
      await writeSystemFile(namespace, `/dev/mapper/${cryptoName}`, '');
      await writeProfile({ ...profile, cryptoName });
    },
    backUp: async () => {
      await namespace.run(HELPER, ['run', profile.id]);
    },
    snapshots: () => snapshotsOn(namespace),
  };
}

/** As the package does it, with Node.js in the place of Electron, and what `npm run build` made. */
async function installHelper(namespace: PrivateNamespace): Promise<void> {
  const launcher = await readFile(join(ROOT, 'build/libexec/rsync-system-backup-helper'), 'utf8');
  await writeProgram(namespace, HELPER, launcher);
  await namespace.run('mkdir', ['--parents', `${OPT}/resources/app`]);
  const node = `#!/bin/sh\nexec '${process.execPath}' "$@"\n`;
  await writeProgram(namespace, `${OPT}/rsync-system-backup`, node);
  await namespace.run('ln', ['--symbolic', join(ROOT, 'out'), `${OPT}/resources/app/out`]);
}

/** A real disk, but for its connection: udev and USB are in the tests of the virtual machine. */
async function attachDisk(namespace: PrivateNamespace, uuid: string): Promise<string> {
  const image = join(await temporaryDirectory(), 'image');
  await namespace.run('truncate', ['--size=256M', image]);
  await namespace.run('mkfs.ext4', ['-q', '-L', 'Blue disk', '-U', uuid, image]);
  const device = (await namespace.run('losetup', ['--find', '--show', image])).trim();
  onTestFinished(async () => {
    await namespace.run('losetup', ['--detach', device]);
  });
  await namespace.run('mkdir', ['--mode=755', '/mnt/blue']);
  await writeSystemFile(namespace, '/etc/fstab', 'LABEL=Blue\\040disk /mnt/blue ext4 noauto 0 0\n');
  return device;
}

function plugging(udevadm: FakeUdevadm, device: string, uuid: string) {
  const properties = [
    `DEVNAME=${device}`,
    'DEVLINKS=/dev/disk/by-id/usb-Blue_0:0',
    'DEVTYPE=disk',
    'SUBSYSTEM=block',
    'ID_FS_TYPE=ext4',
    `ID_FS_UUID=${uuid}`,
    'ID_FS_LABEL=Blue_disk',
    'ID_FS_LABEL_ENC=Blue\\x20disk',
  ];
  const record = (action: string): string =>
    [`UDEV  [1.0] ${action} (block)`, `ACTION=${action}`, ...properties, '', ''].join('\n');
  const listed = properties.map((line) => `E: ${line}\n`).join('');
  return {
    plug: async () => {
      await udevadm.list(listed);
      await udevadm.tell(record('add'));
    },
    unplug: async () => {
      await udevadm.list('');
      await udevadm.tell(record('remove'));
    },
    plugBefore: () => udevadm.list(listed),
  };
}

async function writeJson(
  namespace: PrivateNamespace,
  directory: string,
  id: string,
  text: string,
): Promise<void> {
  await namespace.run('mkdir', ['--parents', directory]);
  await writeSystemFile(namespace, `${directory}/${id}.json`, text);
}

function stateAfter(minutesAgo: number): string {
  const at = new Date(systemClock.now().getTime() - minutesAgo * 60_000).toISOString();
  const lastBackup = { start: at, end: at, complete: true };
  return JSON.stringify({ version: 1, destinationId: null, lastBackup });
}

async function snapshotsOn(namespace: PrivateNamespace): Promise<readonly string[]> {
  const list = 'mount /mnt/blue && ls /mnt/blue; umount /mnt/blue';
  const names = await namespace.run('sh', ['-c', list]);
  return names.split('\n').filter((name) => /^\d{4}-/.test(name));
}

function profileOf(source: string): Profile {
  return {
    id: 'system',
    name: 'System',
    source,
    destination: '/mnt/blue/latest',
    cryptoName: null,
    remote: DEFAULT_REMOTE_CHOICES,
    mountPoint: '/mnt/blue',
    excludes: [],
    multiFs: false,
    rotation: DEFAULT_ROTATION_POLICY,
    skipUnchanged: false,
    destinationId: null,
  };
}
