import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { mkdir, readFile, readlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { sessionBus, type SessionBus } from '../support/session-bus.js';
import { FakeNotificationServer } from './fake-notification-server.js';
import { fakeXdgOpen } from './fake-xdg-open.js';
import { FakeTrayHost } from './fake-tray-host.js';
import { RELAYED, relayedElectron } from './relayed-electron.js';
import { processesNaming } from './running-processes.js';
import { folderProfile, writeSettings } from './settings-of-test.js';
import { eventually, makeHome, openPage, startApplication } from './test-application.js';
import type { TestHome } from './test-application.js';

vi.setConfig({ testTimeout: 180_000 });

/** Milliseconds: it looks every ten seconds whether the bus is back. */
const WAIT = 60_000;

/** Some seconds to copy. */
const LARGE = 4 * 1024 ** 3;

let home: TestHome;
let buses: Readonly<Record<'session' | 'system', SessionBus>>;

beforeEach(async () => {
  home = await makeHome();
  onTestFinished(home.remove);
  await mkdir(join(home.path, 'Letters'));
  await writeFile(join(home.path, 'Letters/To Ada.txt'), 'Dear Ada');
  await writeSettings(home, { profiles: [folderProfile(home, 'letters', 'Letters')] });
  buses = { session: await sessionBus(), system: await sessionBus() };
  vi.stubEnv('DBUS_SESSION_BUS_ADDRESS', buses.session.address);
  vi.stubEnv('DBUS_SYSTEM_BUS_ADDRESS', buses.system.address);
  onTestFinished(() => void vi.unstubAllEnvs());
});

describe.each([
  ['session', ['session']],
  ['system', ['system']],
  ['session and the system', ['session', 'system']],
] as const)('a bus of the %s', (_which, names) => {
  it.each(['restart', 'stop'] as const)(
    'that goes away in mid-run (%s) disturbs neither the backup nor the window, nor the end',
    async (how) => {
      await writeFile(join(home.path, 'Letters/panorama.raw'), '');
      await truncate(join(home.path, 'Letters/panorama.raw'), LARGE);
      const application = await startApplication(home, [], await relayedElectron());
      onTestFinished(application.stop);
      const window = await application.window();
      await window.getByRole('button', { name: 'Back up now' }).click();
      await window.getByText(/copied ·/).waitFor();
      expect(relaysOf(application.pid)).toHaveLength(1);
      for (const name of names) await buses[name][how]();
      await window.getByText(/^A part of the desktop, or of the system, was ended/).waitFor();
      await window.getByText(/^Finished in /).waitFor({ timeout: WAIT });
      await window.getByText('You are safe.').waitFor();
      await expectToEnd(application.electron.process(), () =>
        process.kill(application.pid, 'SIGTERM'),
      );
    },
  );
});

it.each([
  ['session', ['session']],
  ['system', ['system']],
] as const)(
  'after a restart of the bus of the %s it is back in the tray, and tells nothing of it',
  async (_which, names) => {
    const [tray, notifications] = [
      await FakeTrayHost.start(),
      await FakeNotificationServer.start(),
    ];
    const first = startHidden();
    const before = await eventually(owner, WAIT);
    expect(await tray.tooltip()).toMatch(/^System Backup/);
    expect(bodiesOf(notifications)).toEqual([]);
    tray.stop();
    notifications.stop();
    for (const name of names) await buses[name].restart();
    // A panel takes its time to notice: its absence is no news.
    const told = await FakeNotificationServer.start();
    onTestFinished(() => told.stop());
    const [code] = (await once(first, 'exit')) as readonly unknown[];
    expect(code).toBe(0);
    await eventually(async () => expect(await owner()).not.toBe(before), WAIT);
    const later = await FakeTrayHost.start();
    onTestFinished(() => later.stop());
    await eventually(() => later.click('Back up now'), WAIT);
    await eventually(() => expect(bodiesOf(told).at(-1)).toMatch(/^Finished in /), WAIT);
    expect(bodiesOf(told)).toEqual([
      'The backup has started.',
      expect.stringMatching(/^Finished in /),
    ]);
    expect(await readFile(home.settings, 'utf8')).not.toContain('toldOfNoTray":true');
    const successor = await owner();
    process.kill(successor, 'SIGTERM');
    await eventually(() => expect(processesNaming(home.path)).toEqual([]));
    await eventually(() => expect(relaysOf(successor)).toEqual([]));
  },
);

it('without its buses it ends in mid-run when it is told to, with its run', async () => {
  await writeFile(join(home.path, 'Letters/panorama.raw'), '');
  await truncate(join(home.path, 'Letters/panorama.raw'), 50 * LARGE);
  const application = await startApplication(home, [], await relayedElectron());
  onTestFinished(application.stop);
  const window = await application.window();
  await window.getByRole('button', { name: 'Back up now' }).click();
  await window.getByText(/copied ·/).waitFor();
  await Promise.all([buses.session.stop(), buses.system.stop()]);
  await window.getByText(/^A part of the desktop, or of the system, was ended/).waitFor();
  await expectToEnd(application.electron.process(), () => process.kill(application.pid, 'SIGTERM'));
  expect(readdirSync(join(home.path, 'backups/letters')).filter(isSnapshot)).toEqual([]);
});

it('with its buses it ends by its menu', async () => {
  const tray = await FakeTrayHost.start();
  onTestFinished(() => tray.stop());
  const application = startHidden();
  await expectToEnd(application, () => tray.click('Quit'));
});

it('what it opens files with is connected to the buses themselves', async () => {
  const viewer = await fakeXdgOpen(home);
  const application = await startApplication(home, [], await relayedElectron());
  onTestFinished(application.stop);
  const window = await application.window();
  await window.getByRole('button', { name: 'Back up now' }).click();
  await window.getByText('You are safe.').waitFor();
  await openPage(window, 'Snapshots');
  await window.getByRole('button', { name: 'This snapshot' }).click();
  await window.getByRole('menuitem', { name: 'Show in folder' }).click();
  await eventually(async () => expect(await viewer.asked()).toHaveLength(1));
  const environment = await eventually(viewer.environment);
  expect(environment.filter((line) => /BUS/.test(line)).sort()).toEqual([
    `DBUS_SESSION_BUS_ADDRESS=${buses.session.address}`,
    `DBUS_SYSTEM_BUS_ADDRESS=${buses.system.address}`,
  ]);
});

/** Those of the application, which have buttons: root's command tells every session of the machine. */
function bodiesOf({ sent }: FakeNotificationServer): readonly string[] {
  return sent.filter(({ actions }) => actions.length > 0).map(({ body }) => body);
}

/** As at login. */
function startHidden() {
  onTestFinished(async () => {
    for (const { pid } of processesNaming(home.path)) process.kill(pid, 'SIGKILL');
    await eventually(() => expect(processesNaming(home.path)).toEqual([]));
  });
  const [shell, ...start] = RELAYED;
  // Unknown to Chromium: the processes of this test are known by it.
  const options = ['--no-sandbox', '--disable-gpu', '.', `--of-test=${home.path}`, '--hidden'];
  return spawn(shell, [...start, ...options], {
    env: { ...process.env, ...home.environment },
    stdio: 'ignore',
  });
}

/** The process that holds the lock; its link names machine and process. */
async function owner(): Promise<number> {
  const link = await readlink(join(home.path, 'config/rsync-system-backup/SingletonLock'));
  return Number(link.split('-').at(-1));
}

function relaysOf(pid: number) {
  return processesNaming(`bus-relay.cjs ${String(pid)} `);
}

/** In order, within seconds, and with all that belongs to it. */
async function expectToEnd(application: ChildProcess, end: () => unknown): Promise<void> {
  const ended = once(application, 'exit');
  await end();
  const [code] = await Promise.race([ended, tooLate(20_000)]);
  expect(code).toBe(0);
  await eventually(() => expect(processesNaming(home.path)).toEqual([]));
  await eventually(() => expect(relaysOf(application.pid ?? 0)).toEqual([]));
}

function isSnapshot(name: string): boolean {
  return /^\d{4}-/.test(name);
}

async function tooLate(milliseconds: number): Promise<readonly unknown[]> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  return ['it goes on'];
}
