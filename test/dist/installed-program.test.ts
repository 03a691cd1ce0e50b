import { access, readdir, readlink } from 'node:fs/promises';
import { describe, expect, it, vi } from 'vitest';
import { TOOL_VERSION } from '../../main/shared/tool-version.js';
import { DEFAULT_ROTATION_POLICY } from '../../main/shared/rotation-policy.js';
import { sessionBus } from '../support/session-bus.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { installedMachine, type InstalledMachine } from './installed-machine.js';

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const COMMAND = '/usr/bin/rsync-system-backup';
const WAIT = { timeout: 120_000, interval: 100 };

const PROFILE = {
  version: 1,
  id: 'home',
  name: 'Home',
  source: '/mnt/source',
  destination: '/mnt/backups/latest',
  cryptoName: null,
  mountPoint: null,
  excludes: [],
  multiFs: false,
  rotation: DEFAULT_ROTATION_POLICY,
  skipUnchanged: false,
  destinationId: null,
};

async function machineWithSource(): Promise<InstalledMachine> {
  const machine = await installedMachine();
  await machine.shell(`
    mkdir -p /mnt/source /etc/rsync-system-backup/profiles
    echo one > /mnt/source/letter
    printf %s '${JSON.stringify(PROFILE)}' > /etc/rsync-system-backup/profiles/home.json
  `);
  return machine;
}

describe('the installed command', () => {
  it('backs up without a display, a session and a home', async () => {
    const machine = await machineWithSource();
    const run = await machine.start([COMMAND, '--no-sudo', '/mnt/source', '/mnt/backups/latest'], {
      PATH,
    });
    expect(run).toMatchObject({ exitCode: 0 });
    expect(await readdir(machine.inside('/mnt/backups'))).toHaveLength(3);
    expect(await machine.shell('cat /mnt/backups/latest/letter')).toBe('one\n');
    const listed = await machine.start([COMMAND, '--list', '/mnt/backups/latest'], { PATH });
    expect(listed).toMatchObject({ exitCode: 0 });
  });

  it('says which version it is', async () => {
    const machine = await installedMachine();
    const { stdout } = await machine.start([COMMAND, '--version'], { PATH });
    expect(stdout).toBe(`rsync-system-backup ${TOOL_VERSION}`);
  });

  it('executes nothing that its environment names', async () => {
    const machine = await installedMachine();
    await machine.shell(`echo 'require("fs").writeFileSync("/mnt/seen", "")' > /mnt/other.cjs`);
    const NODE_OPTIONS = '--require=/mnt/other.cjs';
    expect(await machine.start([COMMAND, '--version'], { PATH, NODE_OPTIONS })).toMatchObject({
      exitCode: 0,
    });
    expect(await readdir(machine.inside('/mnt'))).toEqual(['other.cjs']);
  });
});

describe('an installed profile', () => {
  it('is run where nobody watches, as by a timer', async () => {
    const machine = await machineWithSource();
    const unattended = ['/usr/libexec/rsync-system-backup-unattended', 'home'];
    const run = await machine.start(unattended, { PATH });
    expect(run.stdout).toContain('"outcome":"complete"');
    expect(run.exitCode).toBe(0);
    expect(await machine.shell('cat /mnt/backups/latest/letter')).toBe('one\n');
  });

  it('that is missing ends that with a failure', async () => {
    const machine = await machineWithSource();
    const unattended = ['/usr/libexec/rsync-system-backup-unattended', 'other'];
    const run = await machine.start(unattended, { PATH });
    expect(run.stdout).toContain('"code":"profile-missing"');
    expect(run.exitCode).toBe(1);
  });
});

describe('the installed application', () => {
  it('starts hidden, takes a second start and ends when it is told to', async () => {
    const { start, owner, noneLeft } = await installedApplication();
    const first = start();
    await vi.waitFor(owner, WAIT);
    expect(await start()).toMatchObject({ exitCode: 0 });
    first.kill('SIGTERM');
    expect(await first).toMatchObject({
      exitCode: 0,
      stderr: expect.not.stringMatching('Debugger listening') as unknown,
    });
    await noneLeft();
  });

  it('survives a restart of its message bus, and is started anew to be connected again', async () => {
    const bus = await sessionBus();
    const { start, owner, isConnected, noneLeft } = await installedApplication(bus.address);
    const started = start();
    const first = await vi.waitFor(owner, WAIT);
    await vi.waitFor(isConnected, WAIT);
    await bus.restart();
    await vi.waitFor(async () => expect(await owner()).not.toBe(first), WAIT);
    process.kill(await owner(), 'SIGTERM');
    await noneLeft();
    // What it has started in its place has its output too.
    expect(await started).toMatchObject({ exitCode: 0 });
  });
});

/** @param bus its address; absent: that of all tests */
async function installedApplication(bus = process.env['DBUS_SESSION_BUS_ADDRESS'] ?? '') {
  const machine = await installedMachine();
  const home = await temporaryDirectory();
  const { DISPLAY = '', XDG_RUNTIME_DIR = '' } = process.env;
  const session = { PATH, HOME: home, DISPLAY, DBUS_SESSION_BUS_ADDRESS: bus, XDG_RUNTIME_DIR };
  // Chromium refuses to run as root otherwise, and there is no graphics card.
  const command = [
    ...['/bin/bash', '/opt/rsync-system-backup/resources/app/out/electron/start.sh'],
    ...['/opt/rsync-system-backup/rsync-system-backup', '--no-sandbox', '--disable-gpu'],
    // A fuse keeps it from listening to debuggers.
    ...['--inspect=0', '--hidden'],
  ];
  return {
    start: () => machine.start(command, session),
    /** The process that holds the lock; its link names machine and process. */
    owner: async () => {
      const link = await readlink(`${home}/.config/rsync-system-backup/SingletonLock`);
      return Number(link.split('-').at(-1));
    },
    /** Throws before it has looked for a tray, and noted that it told of none. */
    isConnected: () => access(`${home}/.config/rsync-system-backup/settings.json`),
    /** Its helpers end a moment later, and write into the home directory until then. */
    noneLeft: () => vi.waitFor(() => expect(machine.processes()).toEqual([]), WAIT),
  };
}
