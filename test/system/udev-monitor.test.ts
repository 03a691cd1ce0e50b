import { build } from 'esbuild';
import { execa } from 'execa';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { fakeUdevadm, recordsOf } from '../support/fake-udevadm.js';
import {
  hideProgram,
  privateNamespace,
  type PrivateNamespace,
} from '../support/private-namespace.js';
import { realUdev } from '../support/real-udev.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

const DATABASE = new URL('../fixtures/udev/usb-disks.database.txt', import.meta.url);

describe('with the real udev', () => {
  it('tells of an image that is attached as a disk, and of its going', async () => {
    const udev = await realUdev();
    const watch = await startWatch(udev);
    await watch.until(({ action, initial }) => action === 'add' && initial === true);
    const image = join(await temporaryDirectory(), 'image');
    await udev.run('truncate', ['--size=8M', image]);
    await udev.run('mkfs.ext4', ['-q', '-L', 'Größe & mehr', image]);
    const path = (await udev.run('losetup', ['--find', '--show', image])).trim();
    onTestFinished(async () => {
      await udev.run('losetup', ['--detach', path]).catch(() => undefined);
    });
    await watch.until((told) => told.label === 'Größe & mehr' && told.action !== 'remove');
    await udev.run('losetup', ['--detach', path]);
    await watch.until((told) => told.path === path && told.action === 'remove');
    await watch.stop();
    expect(watch.told.filter(({ label }) => label === 'Größe & mehr')).toEqual([
      { action: 'add', initial: false, path, label: 'Größe & mehr' },
      { action: 'remove', initial: false, path, label: 'Größe & mehr' },
    ]);
    expect(watch.told.filter(({ action }) => action === 'problem')).toEqual([]);
  });

  it('leaves no process behind, and goes on when udevadm is killed', async () => {
    const udev = await realUdev();
    const watch = await startWatch(udev);
    await watch.until(({ action }) => action === 'add');
    for (const pid of udevadmOf(watch.pid)) process.kill(pid, 'SIGKILL');
    await watch.until(({ action }) => action === 'problem');
    await vi.waitFor(() => expect(udevadmOf(watch.pid)).toHaveLength(1), WAIT);
    const [last] = await watch.stop();
    expect(existsSync(`/proc/${String(last)}`)).toBe(false);
    expect(watch.told.filter(({ action }) => action === 'problem')).toHaveLength(1);
  });
});

describe('with a fake udevadm', () => {
  it('tells of a disk once, however often and in whatever pieces udevadm does', async () => {
    const { watch, udevadm } = await startFake();
    const storm = recordsOf('add', 'sda') + recordsOf('change', 'sda').repeat(50);
    await udevadm.tell(storm.slice(0, 1000));
    await udevadm.tell(storm.slice(1000));
    await udevadm.tell(recordsOf('remove', 'sda'));
    await watch.until(({ action }) => action === 'remove');
    expect(watch.told.map(({ action }) => action)).toEqual(['add', 'remove']);
  });

  it('misses nothing that happens while udevadm is dead', async () => {
    const { watch, udevadm } = await startFake();
    await udevadm.list(readFileSync(DATABASE, 'utf8'));
    for (const pid of udevadmOf(watch.pid)) process.kill(pid, 'SIGKILL');
    await watch.until(({ label }) => label === 'Blue disk');
    expect(watch.told.filter(({ label }) => label === 'Blue disk')).toEqual([
      { action: 'add', initial: true, path: '/dev/sdb2', label: 'Blue disk' },
    ]);
  });

  it('tells that something else has changed when a disk is unlocked', async () => {
    const { watch, udevadm } = await startFake();
    await udevadm.tell('UDEV  [1] add  dm-0 (block)\nACTION=add\nDEVNAME=/dev/dm-0\n\n');
    await watch.until(({ action }) => action === 'activity');
    expect(watch.told).toEqual([{ action: 'activity' }]);
  });
});

it('says that udevadm is missing, and does not try without a pause', async () => {
  const namespace = await privateNamespace();
  await hideProgram(namespace, '/usr/bin/udevadm');
  const watch = await startWatch(namespace);
  await watch.until(({ action }) => action === 'problem');
  await watch.stop();
  expect(watch.told).toHaveLength(1);
  expect(watch.told[0]?.problem).toContain('The program “udevadm” is not installed.');
});

const WAIT = { timeout: 20_000, interval: 50 };

interface Told {
  readonly action: string;
  readonly initial?: boolean;
  readonly path?: string;
  readonly label?: string | null;
  readonly problem?: string;
}

async function startFake() {
  const namespace = await privateNamespace();
  const udevadm = await fakeUdevadm(namespace);
  const watch = await startWatch(namespace);
  await vi.waitFor(() => expect(udevadmOf(watch.pid)).toHaveLength(1), WAIT);
  return { watch, udevadm };
}

async function startWatch({ enter }: Pick<PrivateNamespace, 'enter'>) {
  const [program, ...before] = enter;
  const child = execa(program, [...before, process.execPath, await driver()], { reject: false });
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await child;
  });
  const told: Told[] = [];
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    const lines = (text + chunk.toString()).split('\n');
    text = lines.pop() ?? '';
    told.push(...lines.map((line) => JSON.parse(line) as Told));
  });
  return {
    told,
    pid: child.pid ?? 0,
    until: (wanted: (told: Told) => boolean) =>
      vi.waitFor(() => {
        if (!told.some(wanted)) throw new Error(`not told: ${JSON.stringify(told)}`);
      }, WAIT),
    /** @returns what ran for it until then */
    stop: async () => {
      const pids = udevadmOf(child.pid ?? 0);
      child.stdin.end();
      await child;
      expect(told.pop()).toEqual({ action: 'stopped' });
      return pids;
    },
  };
}

async function driver(): Promise<string> {
  const outfile = join(await temporaryDirectory(), 'udev-monitor-program.cjs');
  const entry = fileURLToPath(new URL('udev-monitor-program.ts', import.meta.url));
  const common = { bundle: true, platform: 'node', format: 'cjs' } as const;
  await build({ ...common, entryPoints: [entry], outfile });
  return outfile;
}

/** The children of a process that listen. */
function udevadmOf(parent: number): readonly number[] {
  const path = `/proc/${String(parent)}/task/${String(parent)}/children`;
  const children = readFileSync(path, 'utf8').trim().split(' ').filter(Boolean).map(Number);
  return children.filter((pid) => /udevadm\0monitor|sed\0/.test(commandLine(pid)));
}

function commandLine(pid: number): string {
  return readFileSync(`/proc/${String(pid)}/cmdline`, 'latin1');
}
