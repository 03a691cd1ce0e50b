import { execa } from 'execa';
import { once } from 'node:events';
import { mkdir, open, realpath, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { deviceNumber } from '../../main/domain/device-number.js';
import { parseFstab, type FstabEntry } from '../../main/domain/fstab.js';
import type { MountedFileSystem } from '../../main/engine/ports-disks.js';
import { connectedDevices } from '../../main/system/physical-disks.js';
import { mountedFileSystems } from '../../main/system/mounted-file-systems.js';
import {
  loopFileSystem,
  unmountedFileSystem,
  type LoopFileSystem,
} from '../support/loop-file-system.js';
import { privateNamespace } from '../support/private-namespace.js';
import { runProgram } from '../support/run-program.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

async function mountedOn({ path }: LoopFileSystem): Promise<MountedFileSystem> {
  const found = await mountedFileSystems.mounted(path);
  if (found === null) throw new Error('Nothing is mounted there.');
  return found;
}

function entryWith(source: string): FstabEntry {
  const [entry] = parseFstab(`${source} /mnt/backup auto noauto 0 0`);
  if (entry === undefined) throw new Error('It is no entry.');
  return entry;
}

describe('what is mounted', () => {
  it('is told with its device, and found through a symbolic link', async () => {
    const disk = await loopFileSystem('ext4', 16);
    const link = join(await temporaryDirectory(), 'link');
    await runProgram('ln', ['--symbolic', disk.path, link]);
    expect(await mountedFileSystems.mounted(link)).toMatchObject({
      type: 'ext4',
      isReadOnly: false,
      isAlive: true,
    });
  });

  it('is nothing in a plain directory, and where there is none', async () => {
    const here = await temporaryDirectory();
    expect(await mountedFileSystems.mounted(here)).toBeNull();
    expect(await mountedFileSystems.mounted(join(here, 'nowhere'))).toBeNull();
  });

  it('is read-only when it is', async () => {
    const disk = await loopFileSystem('ext4', 16);
    await runProgram('mount', ['-o', 'remount,ro', disk.path]);
    expect((await mountedOn(disk)).isReadOnly).toBe(true);
  });

  it('is shown read-only in one place, and stays writable in others', async () => {
    const disk = await loopFileSystem('ext4', 16);
    await runProgram('mount', ['-o', 'remount,bind,nosuid,noexec', disk.path]);
    const inside = await privateNamespace();
    expect(await mountedFileSystems.showReadOnly(disk.path, true)).toBe(true);
    expect(await mountedOn(disk)).toMatchObject({ isReadOnly: false, isShownReadOnly: true });
    await expect(writeFile(join(disk.path, 'file'), 'x')).rejects.toMatchObject({ code: 'EROFS' });
    await inside.run('touch', [join(disk.path, 'file')]);
    const options = await runProgram('findmnt', ['-no', 'VFS-OPTIONS', disk.path]);
    expect(options.trim().split(',')).toEqual(
      expect.arrayContaining(['ro', 'nosuid', 'noexec', 'relatime']),
    );
    expect(await mountedFileSystems.showReadOnly(disk.path, false)).toBe(true);
    const file = await open(join(disk.path, 'file'), 'w');
    expect(await mountedFileSystems.showReadOnly(disk.path, true)).toBe(false);
    await file.close();
  });

  it.each(['ext4', 'btrfs'] as const)('is known by device and image on %s', async (type) => {
    const disk = await loopFileSystem(type, type === 'btrfs' ? 128 : 16);
    const other = await loopFileSystem('ext4', 16);
    const found = await mountedOn(disk);
    expect(await mountedFileSystems.isMeant(found, entryWith(found.source))).toBe(true);
    expect(await mountedFileSystems.isMeant(found, entryWith(await realpath(disk.image)))).toBe(
      true,
    );
    expect(
      await mountedFileSystems.isMeant(found, entryWith((await mountedOn(other)).source)),
    ).toBe(false);
    expect(await mountedFileSystems.isMeant(found, entryWith(other.image))).toBe(false);
    expect(await mountedFileSystems.isMeant(found, entryWith('/dev/nothing'))).toBe(false);
  });
});

describe('a hold', () => {
  it('keeps everybody from unmounting until it is released', async () => {
    const disk = await loopFileSystem('ext4', 16);
    const held = await mountedFileSystems.hold(await mountedOn(disk));
    expect(await mountedFileSystems.unmount(disk.path)).toBe('busy');
    await held.release();
    expect(await mountedFileSystems.unmount(disk.path)).toBe('closed');
    await runProgram('mount', [disk.image, disk.path]);
  });

  it('covers what will be written there, and in what is mounted within', async () => {
    const disk = await loopFileSystem('ext4', 16);
    const held = await mountedFileSystems.hold(await mountedOn(disk));
    onTestFinished(() => held.release());
    await mkdir(join(disk.path, 'inner'));
    await runProgram('mount', ['-t', 'tmpfs', 'tmpfs', join(disk.path, 'inner')]);
    onTestFinished(async () => {
      await runProgram('umount', [join(disk.path, 'inner')]);
    });
    expect(await held.covers(join(disk.path, 'not/yet/there'))).toBe(true);
    expect(await held.covers(join(disk.path, 'inner/latest'))).toBe(true);
    expect(await held.covers(join(disk.path, '../elsewhere'))).toBe(false);
  });

  it('covers nothing in the bare mount point, nor below what is mounted over it', async () => {
    const disk = await loopFileSystem('ext4', 16);
    const found = await mountedOn(disk);
    const held = await mountedFileSystems.hold(found);
    await mountedFileSystems.detach(disk.path);
    expect(await held.covers(disk.path)).toBe(false);
    await held.release();
    await expect(mountedFileSystems.hold(found)).rejects.toMatchObject({ code: 'not-mounted' });
    // The kernel gives the number of a mount out again.
    await runProgram('mount', ['-t', 'tmpfs', 'tmpfs', disk.path]);
    await expect(mountedFileSystems.hold(found)).rejects.toMatchObject({ code: 'not-mounted' });
  });
});

describe('who uses a file system', () => {
  /** A process that does nothing, somewhere. */
  async function sleeper(args: readonly string[], cwd: string): Promise<number> {
    const child = execa('sh', ['-c', 'echo ready; exec sleep infinity', ...args], {
      cwd,
      reject: false,
    });
    onTestFinished(async () => {
      child.kill('SIGKILL');
      await child;
    });
    await once(child.stdout, 'data');
    return child.pid ?? 0;
  }

  it('is told by its working directory', async () => {
    const disk = await loopFileSystem('ext4', 16);
    const pid = await sleeper([], disk.path);
    const { device } = await mountedOn(disk);
    const [holder, ...others] = await mountedFileSystems.holders(device, disk.path);
    expect(holder).toMatchObject({ pid, file: disk.path });
    expect(others).toEqual([]);
  });

  it('is told by an open file, also when the file system has been detached', async () => {
    const disk = await loopFileSystem('ext4', 16);
    const { device } = await mountedOn(disk);
    await writeFile(join(disk.path, 'notes'), '');
    const child = execa('sh', ['-c', 'exec 3< notes; cd /; echo ready; exec sleep infinity'], {
      cwd: disk.path,
      reject: false,
    });
    await once(child.stdout, 'data');
    expect(await mountedFileSystems.holders(device, disk.path)).toMatchObject([{ pid: child.pid }]);
    await mountedFileSystems.detach(disk.path);
    expect(await mountedFileSystems.holders(device, null)).toMatchObject([{ pid: child.pid }]);
    child.kill('SIGKILL');
    await child;
    await runProgram('mount', [disk.image, disk.path]);
  });

  it('is nobody when nobody does', async () => {
    const disk = await loopFileSystem('ext4', 16);
    expect(await mountedFileSystems.holders((await mountedOn(disk)).device, disk.path)).toEqual([]);
  });
});

it.each(['ext4', 'btrfs'] as const)(
  'takes everything of a dead device out of sight, on %s, in use or not',
  async (type) => {
    const disk = await loopFileSystem(type, type === 'btrfs' ? 128 : 16);
    const { source } = await mountedOn(disk);
    const second = await temporaryDirectory();
    await runProgram('mount', [source, second]);
    const held = await open(join(disk.path, 'held'), 'w');
    const { rdev } = await stat(source, { bigint: true });
    await mountedFileSystems.clear(deviceNumber(rdev));
    expect(await mountedFileSystems.mounted(disk.path)).toBeNull();
    expect(await mountedFileSystems.mounted(second)).toBeNull();
    await held.close();
    await runProgram('mount', [disk.image, disk.path]);
  },
);

describe('a disk', () => {
  it('is used while it is mounted', async () => {
    const disk = await loopFileSystem('ext4', 16);
    const { source } = await mountedOn(disk);
    const [physical] = await connectedDevices.disksBelow(source);
    if (physical === undefined) throw new Error('There is no disk below.');
    expect(physical.path).toBe(source);
    expect(await connectedDevices.isPresent(physical)).toBe(true);
    expect(await connectedDevices.usesOf(physical)).toEqual([disk.path]);
  });

  it('is used while another mount namespace alone has it mounted', async () => {
    const disk = await unmountedFileSystem('ext4', 16);
    const device = (await runProgram('losetup', ['--find', '--show', disk.image])).trim();
    onTestFinished(async () => {
      await runProgram('losetup', ['--detach', device]);
    });
    const [physical] = await connectedDevices.disksBelow(device);
    if (physical === undefined) throw new Error('There is no disk below.');
    expect(await connectedDevices.usesOf(physical)).toEqual([]);
    const namespace = await privateNamespace();
    await namespace.run('mount', [device, disk.path]);
    expect(await connectedDevices.usesOf(physical)).toEqual([device]);
    await namespace.run('umount', [disk.path]);
    expect(await connectedDevices.usesOf(physical)).toEqual([]);
  });

  it('is another one when something else is in its place', async () => {
    const disk = await unmountedFileSystem('ext4', 16);
    const device = (await runProgram('losetup', ['--find', '--show', disk.image])).trim();
    const [physical] = await connectedDevices.disksBelow(device);
    if (physical === undefined) throw new Error('There is no disk below.');
    await runProgram('losetup', ['--detach', device]);
    await runProgram('losetup', [device, disk.image]);
    onTestFinished(async () => {
      await runProgram('losetup', ['--detach', device]);
    });
    expect(await connectedDevices.isPresent(physical)).toBe(false);
  });

  it('is not below a directory or a name that leads nowhere', async () => {
    expect(await connectedDevices.disksBelow(await temporaryDirectory())).toEqual([]);
    expect(await connectedDevices.disksBelow('/dev/nothing')).toEqual([]);
  });
});

it('lists what lies in a bare mount point, escaped, and knows one that is missing', async () => {
  const here = await temporaryDirectory();
  expect(await mountedFileSystems.contents(here)).toEqual([]);
  const file = await open(join(here, 'a\nb'), 'w');
  await file.close();
  expect(await mountedFileSystems.contents(here)).toEqual(['a\\#012b']);
  expect(await mountedFileSystems.contents(join(here, 'nowhere'))).toBeNull();
});
