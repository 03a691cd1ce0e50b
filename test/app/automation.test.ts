import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PAUSE_HOURS } from '../../main/shared/pause.js';
import { EMPTY_RUN_LOG, type RunLog } from '../../main/shared/run-log.js';
import type { Settings } from '../../main/shared/settings.js';
import { DEFAULT_TRIGGERS } from '../../main/shared/triggers.js';
import { systemClock } from '../../main/system/clock.js';
import { FakeNotificationServer } from './fake-notification-server.js';
import { FakeTrayHost } from './fake-tray-host.js';
import { folderProfile, writeSettings } from './settings-of-test.js';
import { eventually, makeHome, openPage, startApplication } from './test-application.js';
import type { TestApplication, TestHome } from './test-application.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const EVERY_MINUTE = { ...DEFAULT_TRIGGERS, schedule: '* * * * *' };

let home: TestHome;
let tray: FakeTrayHost;
let notifications: FakeNotificationServer;
let application: TestApplication | null;

beforeEach(async () => {
  home = await makeHome();
  tray = await FakeTrayHost.start();
  notifications = await FakeNotificationServer.start();
  application = null;
  known = 0;
  await mkdir(join(home.path, 'Letters'));
  await writeFile(join(home.path, 'Letters/To Ada.txt'), 'Dear Ada');
});

afterEach(async () => {
  await application?.stop();
  tray.stop();
  notifications.stop();
  await home.remove();
});

describe('a schedule', () => {
  it('that was missed while the computer was off is caught up, once', async () => {
    await start({ letters: { ...DEFAULT_TRIGGERS, schedule: '0 0 * * *', scheduledSince: 1 } });
    await eventually(() => expect(bodies()).toContain('The backup has started.'));
    await eventually(() => expect(bodies().at(-1)).toMatch(/^Finished in /));
    await logged([{ kind: 'run', trigger: 'catch-up' }]);
    expect(await tray.tooltip()).toMatch(/Next: tomorrow at 00:00$/);
  });

  it(
    'starts a run when its minute comes, without anybody’s doing',
    { timeout: 150_000 },
    async () => {
      await start({ letters: { ...EVERY_MINUTE, scheduledSince: now() } });
      expect(bodies()).toEqual([]);
      await eventually(() => expect(bodies().at(-1)).toMatch(/^Finished in /), 90_000);
      await logged([{ kind: 'run', trigger: 'schedule' }]);
    },
  );

  it('holds its run back while backups are paused, says so, and runs afterwards', async () => {
    await start(
      { letters: { ...DEFAULT_TRIGGERS, schedule: '0 0 * * *', scheduledSince: 1 } },
      { pausedUntil: now() + Math.max(...PAUSE_HOURS) * HOUR - MINUTE },
    );
    const window = await running().window();
    await window.getByText(/A backup is waiting until the pause is over\.$/).waitFor();
    await openPage(window, 'Log');
    await window.getByText('Not backed up: backups are paused.').waitFor();
    expect(bodies()).not.toContain('The backup has started.');
    await tray.click('Resume backups');
    await window.getByText(/^Finished in /).waitFor();
    await logged([{ kind: 'held', reason: 'paused' }, { kind: 'run' }]);
  });

  it('starts what waited as soon as the pause is over', async () => {
    await start(
      { letters: { ...DEFAULT_TRIGGERS, schedule: '0 0 * * *', scheduledSince: 1 } },
      { pausedUntil: now() + 8000 },
    );
    const window = await running().window();
    await window.getByText(/A backup is waiting until the pause is over\.$/).waitFor();
    await window.getByText(/^Finished in /).waitFor();
    expect(await tray.tooltip()).not.toContain('Paused');
  });

  it('of several backups runs one after the other', async () => {
    await mkdir(join(home.path, 'Photos'));
    const missed = { ...DEFAULT_TRIGGERS, schedule: '0 0 * * *', scheduledSince: 1 };
    await start(
      { letters: missed, photos: missed },
      {
        profiles: [
          folderProfile(home, 'letters', 'Letters'),
          folderProfile(home, 'photos', 'Photos'),
        ],
      },
    );
    await eventually(() =>
      expect(bodies().filter((body) => body.startsWith('Finished'))).toHaveLength(2),
    );
    await logged([{ kind: 'run' }, { kind: 'run' }]);
  });

  it('goes on after the clock was set back', async () => {
    const future = entry(now() + 100 * DAY);
    await writeLog({ ...EMPTY_RUN_LOG, entries: [future] });
    await start({ letters: { ...EVERY_MINUTE, scheduledSince: 1 } });
    await eventually(async () =>
      expect((await log()).entries.map(({ kind }) => kind)).toContain('clock-set-back'),
    );
  });

  it('does not run by itself again what a person has to mend', async () => {
    await rm(join(home.path, 'Letters'), { recursive: true });
    await start({ letters: { ...DEFAULT_TRIGGERS, schedule: '0 0 * * *', scheduledSince: 1 } });
    await eventually(() => expect(notifications.sent.map(({ urgency }) => urgency)).toContain(2));
    await logged([{ kind: 'run', result: { outcome: 'failed' } }]);
  });
});

describe('a backup that is old', () => {
  it.each([
    [8, 'late', 'What has changed since then would be lost.'],
    [22, 'stale', 'What has changed since then would be lost. Back up soon.'],
  ])('of %d days is told once, as %s', async (days, kind, reason) => {
    await backedUp(days);
    await start({});
    await eventually(() => expect(bodies()).toEqual([expect.stringContaining(reason)]));
    const [told] = news();
    expect(told?.actions).toEqual(['default', 'Open', '0', 'Open', '1', 'Back up now']);
    expect(told?.urgency).toBe(1);
    await eventually(async () =>
      expect(await log()).toMatchObject({ ageNotices: { letters: { kind } } }),
    );
    await application?.stop();
    await start({});
    await (await running().window()).getByText(reason).waitFor();
    expect(bodies()).toHaveLength(1);
  });

  it('is made from its notification', async () => {
    await backedUp(8);
    await start({});
    await eventually(() => expect(bodies()).toHaveLength(1));
    notifications.click(notifications.lastId, '1');
    await eventually(() => expect(bodies().at(-1)).toMatch(/^Finished in /));
  });
});

async function start(triggers: Settings['triggers'], some: Partial<Settings> = {}): Promise<void> {
  const profiles = [folderProfile(home, 'letters', 'Letters')];
  await writeSettings(home, { profiles, triggers, ...some });
  application = await startApplication(home);
}

function running(): TestApplication {
  if (application === null) throw new Error('the application does not run');
  return application;
}

/** Notifications of before are of no interest. */
let known = 0;

function news() {
  return notifications.sent.slice(known);
}

function bodies(): readonly string[] {
  return news().map(({ body }) => body);
}

function now(): number {
  return systemClock.now().getTime();
}

function logPath(): string {
  return join(home.path, 'config/rsync-system-backup/runs.json');
}

/** Waits until there is one. */
function log(): Promise<RunLog> {
  return eventually(async () => JSON.parse(await readFile(logPath(), 'utf8')) as RunLog);
}

async function logged(entries: readonly object[]): Promise<void> {
  await eventually(async () => expect(await log()).toMatchObject({ entries }));
}

async function writeLog(written: RunLog): Promise<void> {
  await writeFile(logPath(), JSON.stringify(written));
}

/** Backs up for real, and makes the snapshot older by its name. */
async function backedUp(daysAgo: number): Promise<void> {
  await start({});
  await tray.click('Back up now');
  await eventually(() => expect(bodies().at(-1)).toMatch(/^Finished in /));
  await running().stop();
  known = notifications.sent.length;
  const directory = join(home.path, 'backups/letters');
  const snapshot = (await readdir(directory)).find((name) => /^\d{4}-/.test(name)) ?? '';
  const name = new Date(now() - daysAgo * DAY).toISOString().slice(0, 19).replace('T', ' ');
  await rename(join(directory, snapshot), join(directory, name));
}

function entry(startedAt: number): RunLog['entries'][number] {
  return {
    kind: 'run',
    trigger: 'schedule',
    profileName: 'Letters',
    result: {
      profileId: 'letters',
      startedAt,
      finishedAt: startedAt,
      outcome: 'complete',
      seconds: 1,
      snapshot: null,
      changes: null,
      warnings: [],
      removedSnapshots: 0,
      failure: null,
      safeToUnplug: null,
      keptBy: [],
    },
  };
}
