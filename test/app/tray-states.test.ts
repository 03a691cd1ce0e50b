import { mkdir, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../main/system/clock.js';
import { DEFAULT_TRIGGERS } from '../../main/shared/triggers.js';
import { freePort } from '../support/free-port.js';
import { desktopForTest } from './desktop-for-test.js';
import { fakeHelper, finished, STARTED } from './fake-helper.js';
import type { FakeTrayHost } from './fake-tray-host.js';
import { folderProfile, writeSettings } from './settings-of-test.js';
import { startApplicationOn } from './start-on.js';
import { systemWithDisk, type SystemWithDisk } from './system-with-disk.js';
import { eventually, startApplication } from './test-application.js';
import type { TestApplication, TestHome } from './test-application.js';
import { trayIconName } from './tray-icon-name.js';

const BY_HAND = { ...DEFAULT_TRIGGERS, onPlug: false };
const PAUSES = ['Pause backups', 'For 1 hour', 'For 4 hours', 'For 24 hours'];

describe('the tray on the bus', () => {
  it('waits for a disk, and asks for attention when its backup cannot be trusted any more', async () => {
    const { tray, application, system } = await startApplicationOn(await systemWithDisk());
    await shows(application, tray, 'waiting', [
      ...['Open', 'Back up now', 'Browse snapshots', ...PAUSES],
      ...['(No backup yet)', '(Next: when “Blue disk” is plugged in)', 'Quit'],
    ]);
    const path = '/etc/rsync-system-backup/profiles/system.json';
    await system.namespace.run('chmod', ['666', path]);
    const unusable = ['Open', '(An installed backup cannot be used)', 'Quit'];
    await shows(application, tray, 'attention', unusable);
  });

  it.each<[string, string, readonly string[], (home: TestHome) => Promise<void>]>([
    [
      'nothing is set up',
      'idle',
      ['Open', '(Nothing is backed up yet)', 'Quit'],
      (home) => writeSettings(home, {}),
    ],
    [
      'there are several backups',
      'idle',
      [
        ...['Open', 'Back up “Letters” now', 'Back up “R&D_1” now', 'Browse snapshots', ...PAUSES],
        ...['(Letters: No backup yet)', '(R&D_1: No backup yet)', 'Quit'],
      ],
      (home) =>
        writeSettings(home, {
          profiles: [folderProfile(home, 'letters', 'Letters'), folderProfile(home, 'rd', 'R&D_1')],
        }),
    ],
    [
      'a host is silent',
      'waiting',
      [
        ...['Open', 'Back up now', 'Browse snapshots', ...PAUSES, '(No backup yet)'],
        ...['(Next: when “127.0.0.1” answers)', '(Next: tomorrow at 00:00)', 'Quit'],
      ],
      async (home) => {
        const yesterday = systemClock.now().getTime() - 36 * 60 * 60_000;
        const destination = `rsync://127.0.0.1:${String(await freePort())}/letters`;
        await writeSettings(home, {
          profiles: [{ ...folderProfile(home, 'letters', 'Letters'), destination }],
          triggers: {
            letters: { ...DEFAULT_TRIGGERS, schedule: '0 0 * * *', scheduledSince: yesterday },
          },
        });
      },
    ],
    [
      'the settings cannot be used',
      'attention',
      ['Open', '(The settings cannot be used)', 'Quit'],
      (home) => writeFile(home.settings, '{"version":'),
    ],
  ])('has the menu for when %s', async (_when, state, labels, prepare) => {
    const { home, tray } = await desktopForTest();
    await prepare(home);
    const application = await startApplication(home, ['--hidden']);
    onTestFinished(application.stop);
    await shows(application, tray, state, labels);
    const told = labels.filter((label) => label.startsWith('(')).map((label) => label.slice(1, -1));
    expect(await tray.tooltip()).toBe(['System Backup', ...told].join('\n'));
  });

  it('tells of a passphrase, of a pause meanwhile and of a cancel that takes its time', async () => {
    const system = await systemWithDisk();
    const helper = await fakeHelper(system);
    await system.unlocked('blue');
    const { tray, application } = await startApplicationOn(system, BY_HAND);
    const lock = 'Lock “blue”';
    const idle = ['Open', 'Back up now', 'Browse snapshots', lock];
    await shows(application, tray, 'idle', [...idle, ...PAUSES, '(No backup yet)', 'Quit']);
    await tray.click('Back up now');
    await helper.say(STARTED, { event: 'passphrase', disk: 'blue', attempt: 1 });
    const running = ['Open', 'Cancel', 'Browse snapshots'];
    const asked = ['(“blue” is waiting for its passphrase)', 'Quit'];
    await shows(application, tray, 'running', [...running, ...PAUSES, ...asked]);
    await tray.click('For 4 hours');
    await shows(application, tray, 'running', [...running, 'Resume backups', ...asked]);
    await tray.click('Cancel');
    await shows(application, tray, 'running', [
      ...['Open', '(Cancelling…)', 'Browse snapshots', 'Resume backups'],
      ...['(Backing up “System”)', 'Quit'],
    ]);
    await helper.say(finished('cancelled'));
    const paused = ['Resume backups', '(No backup yet)', '(Paused until …)', 'Quit'];
    await shows(application, tray, 'idle', [...idle, ...paused]);
  });

  it('is calm before a backup, busy in one, and calm after it', async () => {
    const system = await systemWithDisk();
    await system.plugBefore();
    const large = join(system.source, 'panorama.raw');
    await writeFile(large, '');
    await truncate(large, 200 * 1024 ** 3);
    const { tray, application, window } = await startApplicationOn(system, BY_HAND);
    const idle = ['Open', 'Back up now', 'Browse snapshots', ...PAUSES];
    await shows(application, tray, 'idle', [...idle, '(No backup yet)', 'Quit']);
    await tray.click('Back up now');
    await shows(application, tray, 'running', [
      ...['Open', 'Cancel', 'Browse snapshots', ...PAUSES, '(Backing up “System”)', 'Quit'],
    ]);
    await window.getByText(/copied ·/).waitFor();
    await tray.click('Cancel');
    await shows(application, tray, 'idle', [...idle, '(No backup yet)', 'Quit']);
  });

  it('asks for attention after a failure, and is calm again after a success', async () => {
    const system = await systemWithDisk();
    await system.plugBefore();
    await rm(system.source, { recursive: true });
    const { tray, application } = await startApplicationOn(system, BY_HAND);
    await tray.click('Back up now');
    const menu = ['Open', 'Back up now', 'Browse snapshots', ...PAUSES];
    await shows(application, tray, 'attention', [...menu, '(The last backup failed)', 'Quit']);
    await mkdir(system.source);
    await tray.click('Back up now');
    await shows(application, tray, 'idle', [...menu, '(Last backup today …)', 'Quit']);
  });

  it.each(['For 1 hour', 'For 4 hours', 'For 24 hours'])(
    'pauses “%s”, and resumes',
    async (label) => {
      const { tray, application } = await startApplicationOn(await connected(), BY_HAND);
      await tray.click(label);
      const paused = ['Open', 'Back up now', 'Browse snapshots', 'Resume backups'];
      await shows(application, tray, 'idle', [
        ...paused,
        '(No backup yet)',
        '(Paused until …)',
        'Quit',
      ]);
      await tray.click('Resume backups');
      const resumed = ['Open', 'Back up now', 'Browse snapshots', ...PAUSES];
      await shows(application, tray, 'idle', [...resumed, '(No backup yet)', 'Quit']);
    },
  );

  it('offers to unmount a disk that is open, and a notification that tells of it does too', async () => {
    const system = await connected();
    await system.mount();
    const { tray, application, notifications } = await startApplicationOn(system, BY_HAND);
    const open = ['Open', 'Back up now', 'Browse snapshots', 'Unmount “Blue disk”', ...PAUSES];
    await shows(application, tray, 'idle', [...open, '(No backup yet)', 'Quit']);
    await tray.click('Back up now');
    const finished = await eventually(() => {
      const last = notifications.sent.at(-1);
      expect(last?.body).toMatch(/^Finished in .+ “Blue disk” is still in use: \/mnt\/blue\.$/);
      return last;
    });
    const lock = ['1', 'Unmount “Blue disk”'];
    expect(finished?.actions).toEqual(['default', 'Open', '0', 'Open', ...lock]);
    notifications.click(notifications.lastId, '1');
    await eventually(() => {
      expect(notifications.sent.at(-1)?.body).toBe(
        '“Blue disk” is unmounted and can be unplugged.',
      );
    });
    expect(system.pkexec.calls()).toEqual(['run system', 'lock system']);
    const closed = ['Open', 'Back up now', 'Browse snapshots', ...PAUSES];
    await shows(application, tray, 'idle', [...closed, '(Last backup today …)', 'Quit']);
  });

  it('has a light icon for a dark panel', async () => {
    const { tray, application } = await startApplicationOn(await connected(), BY_HAND);
    await application.electron.evaluate(({ nativeTheme }) => {
      nativeTheme.themeSource = 'dark';
    });
    await eventually(async () => {
      expect(await trayIconName(application, tray)).toBe('idle-on-dark');
    });
  });
});

async function connected(): Promise<SystemWithDisk> {
  const system = await systemWithDisk();
  await system.plugBefore();
  return system;
}

/** @param labels in brackets: cannot be clicked; … for a time */
async function shows(
  application: TestApplication,
  tray: FakeTrayHost,
  state: string,
  labels: readonly string[],
): Promise<void> {
  await eventually(async () => {
    const menu = await tray.menu();
    const shown = menu.map(({ label, enabled }) => (enabled ? label : `(${label})`));
    expect(shown.map(withoutTime)).toEqual(labels);
    expect(await trayIconName(application, tray)).toBe(`${state}-on-light`);
  });
}

function withoutTime(label: string): string {
  return label
    .replace(/^(\(Paused until ).*\)$/, '$1…)')
    .replace(/(backup today )\d\d:\d\d/, '$1…');
}
