import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createConnection, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import type { Locator, Page } from 'playwright-core';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { RunLog } from '../../main/shared/run-log.js';
import type { Settings } from '../../main/shared/settings.js';
import { DEFAULT_TRIGGERS } from '../../main/shared/triggers.js';
import { freePort } from '../support/free-port.js';
import { rsyncDaemon } from '../support/rsync-daemon.js';
import { sshServer } from '../support/ssh-server.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { desktopForTest } from './desktop-for-test.js';
import type { FakeNotificationServer } from './fake-notification-server.js';
import { FakeNetworkManager } from './fake-network-manager.js';
import type { FakeTrayHost } from './fake-tray-host.js';
import { expectForEveryone } from './looks.js';
import { folderProfile, writeSettings } from './settings-of-test.js';
import { eventually, openPage, startApplication } from './test-application.js';
import type { TestApplication, TestHome } from './test-application.js';

/** Milliseconds: axe takes its time with a page, four times for each. */
const LONG = 240_000;
const NO_SYSTEM_BUS = { DBUS_SYSTEM_BUS_ADDRESS: 'unix:path=/nonexistent' };
const MISSED = { ...DEFAULT_TRIGGERS, schedule: '0 0 * * *', scheduledSince: 1 };

let home: TestHome;
let tray: FakeTrayHost;
let notifications: FakeNotificationServer;

beforeEach(async () => {
  ({ home, tray, notifications } = await desktopForTest());
  await mkdir(join(home.path, 'Letters'));
  await writeFile(join(home.path, 'Letters/To Ada.txt'), 'Dear Ada');
});

describe('a backup over SSH', () => {
  it('is set up, tested, saved, made and remembered', { timeout: LONG }, async () => {
    const server = await sshServer();
    const { environment } = server;
    const directory = await temporaryDirectory();
    let application = await start({ ...environment, ...NO_SYSTEM_BUS });
    let window = await application.window();
    await window.getByRole('button', { name: 'Back up to another computer' }).click();
    await window.getByLabel('Name', { exact: true }).fill('Letters');
    await window.getByLabel('Folder to back up').fill(join(home.path, 'Letters'));
    await window.getByLabel('Address of the backup').fill('root@box:');
    await window.getByText(/there is no directory around it for the snapshots/).waitFor();
    await window.getByLabel('Address of the backup').fill(`root@box:${directory}/latest`);
    await window.getByText(/^Over SSH, with your keys/).waitFor();
    await window.getByText(/^This computer has no NetworkManager/).waitFor();
    await button(window, 'Test').click();
    await window.getByText(/^A backup would copy \d+ bytes: 1 new\.$/).waitFor();
    const way = window.getByRole('list', { name: 'The way there' }).getByRole('listitem');
    expect(await way.allTextContents()).toEqual([
      '“box” answers',
      'Its host key is known',
      'It accepts your key',
      'It has rsync and what else a backup needs',
    ]);
    expect(existsSync(join(directory, 'latest'))).toBe(false);
    await expectForEveryone(application, window);
    await button(window, 'Save').click();

    await button(window, 'Back up now').click();
    await window.getByText('You are safe.').waitFor();
    await seeSafe(window);
    await window.getByText(/ used/).waitFor();
    const timeline = window.getByRole('region', { name: 'Snapshots' });
    await timeline.getByText(/^1 snapshot,/).waitFor();
    expect(existsSync(join(directory, 'latest/To Ada.txt'))).toBe(true);
    expect(await window.locator('main').textContent()).not.toMatch(/unplug|unmount/i);
    await expectForEveryone(application, window);
    await openPage(window, 'Log');
    await window.getByText(/To “box”\./).waitFor();
    await eventually(async () => expect((await log()).entries).toHaveLength(1));
    expect(application.complaints).toEqual([]);
    await application.stop();

    application = await start({ ...environment, ...NO_SYSTEM_BUS });
    window = await application.window();
    await seeSafe(window);
    // As it was told of last: nobody connects just to show it.
    const connected = async (): Promise<number> => (await server.log()).split('Accepted').length;
    const before = await connected();
    await openPage(window, 'Log');
    await openPage(window, 'Overview');
    await window
      .getByRole('region', { name: 'Snapshots' })
      .getByText(/^1 snapshot,/)
      .waitFor();
    expect(await connected()).toBe(before);
  });

  it.each([
    [
      'refuses the key',
      ['PubkeyAuthentication no'],
      '',
      '“box” does not let you in.',
      ['yes', 'yes', 'no', 'not known yet'],
      ['ssh-keygen', 'ssh-copy-id root@box', 'ssh -o BatchMode=yes root@box'],
    ],
    [
      'is a stranger',
      [],
      ' -o UserKnownHostsFile=/dev/null',
      'The host key of “box” is not known yet.',
      ['yes', 'no', 'not known yet', 'not known yet'],
      ['ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub', 'ssh root@box'],
    ],
  ])(
    'to a host that %s is tested in vain, and says what to do',
    { timeout: LONG },
    async (_host, settings, option, title, states, commands) => {
      const { environment } = await sshServer(settings);
      const [ssh, ...rest] = environment.RSYNC_RSH.split(' ');
      const shell = [`${ssh ?? ''}${option}`, ...rest].join(' ');
      const profile = folderProfile(home, 'letters', 'Letters');
      const destination = 'root@box:/nowhere/latest';
      await writeSettings(home, { profiles: [{ ...profile, destination }] });
      const application = await start({ RSYNC_RSH: shell, ...NO_SYSTEM_BUS });
      const window = await application.window();
      await openPage(window, 'Backups');
      await button(window, 'Edit Letters').click();
      await button(window, 'Test').click();
      await window.getByText(title).waitFor();
      const way = window.getByRole('list', { name: 'The way there' }).getByRole('listitem');
      const texts = await way.allTextContents();
      expect(texts.map((text) => /\((.+)\)$/.exec(text)?.[1] ?? 'yes')).toEqual(states);
      const remedy = window.getByRole('group', { name: 'In a terminal' });
      expect(await remedy.locator('code').allTextContents()).toEqual(commands);
      const [command = ''] = commands;
      await button(window, `Copy ${command}`).click();
      await eventually(async () => expect(await clipboard(application)).toBe(command));
      await expectForEveryone(application, window);
    },
  );
});

describe('a backup to a host that does not answer', () => {
  it('waits, is in the log once, and runs when the host is there', { timeout: LONG }, async () => {
    const networks = await FakeNetworkManager.start('Home', 'Home');
    onTestFinished(() => networks.stop());
    const port = await freePort();
    const directory = await temporaryDirectory();
    await writeDaemonProfile(port, {});
    let application = await start(FakeNetworkManager.environment);
    await logged([{ kind: 'held', reason: 'host-silent', host: '127.0.0.1', count: 1 }]);
    await application.stop();
    application = await start(FakeNetworkManager.environment);
    const window = await application.window();
    await window.getByText(/A backup is waiting until “127\.0\.0\.1” answers\.$/).waitFor();
    await computer(window)
      .getByText(/did not answer today/)
      .waitFor();
    expect(await tray.tooltip()).toContain('Next: when “127.0.0.1” answers');
    await expectForEveryone(application, window);
    expect((await log()).entries).toHaveLength(1);
    expect(notifications.sent.map(({ body }) => body)).not.toContain('The backup has started.');

    await daemonAt(port, directory);
    networks.change('Home', 'Home');
    await window.getByText(/^Finished in /).waitFor();
    await computer(window)
      .getByText(/^answered today/)
      .waitFor();
    await computer(window)
      .getByText('An rsync daemon does not tell how much room it has.')
      .waitFor();
    expect(existsSync(join(directory, 'To Ada.txt'))).toBe(true);
    await logged([{ kind: 'held' }, { kind: 'run', host: '127.0.0.1' }]);
  });

  it('is started by hand all the same, and says what is wrong', async () => {
    const port = await freePort();
    await writeDaemonProfile(port, {}, DEFAULT_TRIGGERS);
    const application = await start(NO_SYSTEM_BUS);
    const window = await application.window();
    await button(window, 'Back up now').click();
    await window.getByText('No rsync daemon answers on “127.0.0.1”.').waitFor();
    await computer(window)
      .getByText(/did not answer today/)
      .waitFor();
  });
});

describe('a backup that fails because nobody answers', () => {
  it('is tried again by itself, each time after longer', { timeout: LONG }, async () => {
    const port = await freePort();
    const directory = await temporaryDirectory();
    // Not due again within what passes here.
    await writeDaemonProfile(port, { whenHostAnswers: false, schedule: '0 0 1 1 *' });
    const failed = { result: { outcome: 'failed', failure: { code: 'daemon-refused' } } };
    const runsAfter = async (minutes: number, entries: readonly object[]): Promise<void> => {
      await letPass(minutes);
      const application = await start(NO_SYSTEM_BUS);
      // What is due when it starts is started at once.
      await (await application.window()).getByRole('button', { name: /^Back up now/ }).waitFor();
      await logged(entries);
      await after(1500);
      await application.stop();
      expect((await log()).entries).toHaveLength(entries.length);
    };
    const first = { ...failed, trigger: 'catch-up' };
    const second = { ...failed, trigger: 'retry' };
    await runsAfter(0, [first]);
    await runsAfter(8, [first]);
    await runsAfter(3, [first, second]);
    await daemonAt(port, directory);
    await runsAfter(50, [first, second]);
    await runsAfter(11, [first, second, { trigger: 'retry', result: { outcome: 'complete' } }]);
    expect(existsSync(join(directory, 'To Ada.txt'))).toBe(true);
  });
});

describe('a backup of some networks', () => {
  it('waits for one of them', async () => {
    const networks = await FakeNetworkManager.start('Train', 'WiFi on board');
    onTestFinished(() => networks.stop());
    const port = await freePort();
    const directory = await temporaryDirectory();
    await daemonAt(port, directory);
    await writeDaemonProfile(port, { networks: ['Office', 'My house'] });
    const application = await start(FakeNetworkManager.environment);
    await logged([{ kind: 'held', reason: 'other-network', count: 1 }]);
    const window = await application.window();
    await window.getByText(/until the computer is on one of its networks\.$/).waitFor();
    expect(notifications.sent.map(({ body }) => body)).not.toContain('The backup has started.');
    networks.change('Auto 1', 'My house');
    await window.getByText(/^Finished in /).waitFor();
    await logged([{ kind: 'held' }, { kind: 'run' }]);
  });

  it('is set up from the network that the computer is on', async () => {
    const networks = await FakeNetworkManager.start('Auto 1', 'My house');
    onTestFinished(() => networks.stop());
    await writeDaemonProfile(await freePort(), {}, DEFAULT_TRIGGERS);
    const application = await start(FakeNetworkManager.environment);
    const window = await application.window();
    await openPage(window, 'Backups');
    await button(window, 'Edit Letters').click();
    await button(window, 'Add “My house”, where the computer is now').click();
    await window.getByLabel('Only when the other computer answers').uncheck();
    await button(window, 'Save').click();
    await eventually(() => {
      const settings = JSON.parse(readFileSync(home.settings, 'utf8')) as Settings;
      expect(settings.triggers['letters']).toMatchObject({
        networks: ['My house'],
        whenHostAnswers: false,
      });
    });
  });
});

describe('what is typed as the address of another computer', () => {
  it('is pointed at where it cannot be read, and asks for what matters', async () => {
    const application = await start(NO_SYSTEM_BUS);
    const window = await application.window();
    await button(window, 'Back up to another computer').click();
    const address = window.getByLabel('Address of the backup');
    await address.fill('rsync://nas:99999/letters');
    await window.getByText(/cannot be read: a port is a number from 1 to 65535\.$/).waitFor();
    expect(await window.locator('.pointer').textContent()).toBe(
      'rsync://nas:99999/letters\n            ^ a port is a number from 1 to 65535',
    );
    await address.fill('rsync://nas:8730/letters');
    await window.getByLabel(/^Through an SSH tunnel/).fill('ada@nas:ssh');
    await window.getByText(/“ada@nas:ssh” cannot be read/).waitFor();
    await window.getByLabel(/^Through an SSH tunnel/).fill('ada@nas:2222');
    await window.getByLabel(/^File with the password/).fill('secret');
    await window.getByText(/^Write the whole path of the file/).waitFor();
    await window.getByLabel(/^File with the password/).fill('/home/ada/secret');
    await window.getByLabel(/^Send no faster/).fill('2m');
    const command = window.getByRole('region', { name: 'Command' });
    await command
      .getByText('--tunnel=ada@nas:2222 --password-file=/home/ada/secret --bwlimit=2m')
      .waitFor();
    await window.getByLabel('Back up as the administrator').check();
    await window.getByText(/an rsync daemon does not prove which computer it is\.$/).waitFor();
    expect(await button(window, 'Save').isDisabled()).toBe(true);
    await address.fill('root@nas:/backups/latest');
    await window.getByLabel(/^Become root there with sudo/).uncheck();
    await command.getByText(/^sudo rsync-system-backup --no-sudo /).waitFor();
    await window.getByText(/only root’s ssh knows the way\. It is tried again/).waitFor();
    expect(await window.getByLabel('Only when the other computer answers').count()).toBe(0);
    expect(await button(window, 'Save').isDisabled()).toBe(false);
  });
});

async function start(environment: Readonly<Record<string, string>>): Promise<TestApplication> {
  const application = await startApplication({
    ...home,
    environment: { ...home.environment, ...environment },
  });
  onTestFinished(application.stop);
  return application;
}

async function writeDaemonProfile(
  port: number,
  rules: Partial<typeof MISSED>,
  triggers: typeof DEFAULT_TRIGGERS = MISSED,
): Promise<void> {
  const destination = `rsync://127.0.0.1:${String(port)}/letters`;
  await writeSettings(home, {
    profiles: [{ ...folderProfile(home, 'letters', 'Letters'), destination }],
    triggers: { letters: { ...triggers, ...rules } },
  });
}

/** The daemon itself takes any port; what comes to `port` is passed on to it. */
async function daemonAt(port: number, directory: string): Promise<void> {
  const daemon = await rsyncDaemon(
    [
      'uid = root',
      'gid = root',
      'use chroot = no',
      '[letters]',
      `path = ${directory}`,
      'read only = no',
      '',
    ].join('\n'),
  );
  const server = createServer((client) => {
    const onward = createConnection(daemon.port, '127.0.0.1');
    client.on('error', () => onward.destroy()).pipe(onward);
    onward.on('error', () => client.destroy()).pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
}

async function seeSafe(window: Page): Promise<void> {
  await window.getByText(/^Everything up to .* is on “box”\./).waitFor();
  await window
    .getByRole('region', { name: 'Computer box' })
    .getByText(/^answered today/)
    .waitFor();
}

function computer(window: Page): Locator {
  return window.getByRole('region', { name: 'Computer 127.0.0.1' });
}

function button(window: Page, name: string): Locator {
  return window.getByRole('button', { name, exact: true });
}

function clipboard({ electron }: TestApplication): Promise<string> {
  return electron.evaluate(({ clipboard: ofDesktop }) => ofDesktop.readText());
}

function log(): Promise<RunLog> {
  const path = join(home.path, 'config/rsync-system-backup/runs.json');
  return eventually(async () => JSON.parse(await readFile(path, 'utf8')) as RunLog);
}

/** As if what is in the log had been so much earlier. */
async function letPass(minutes: number): Promise<void> {
  const path = join(home.path, 'config/rsync-system-backup/runs.json');
  if (!existsSync(path)) return;
  const earlier = (_name: string, value: unknown): unknown =>
    typeof value === 'number' && value > 1e12 ? value - minutes * 60_000 : value;
  await writeFile(path, JSON.stringify(JSON.parse(await readFile(path, 'utf8'), earlier)));
}

async function logged(entries: readonly object[]): Promise<void> {
  await eventually(async () => expect(await log()).toMatchObject({ entries }), 60_000);
}
