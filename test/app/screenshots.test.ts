import { mkdir, rename, writeFile } from 'node:fs/promises';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEFAULT_ROTATION_POLICY } from '../../main/shared/rotation-policy.js';
import { DEFAULT_TRIGGERS } from '../../main/shared/triggers.js';
import { systemClock } from '../../main/system/clock.js';
import { FakeTrayHost } from './fake-tray-host.js';
import { isWiderThanWindow, useTheme } from './looks.js';
import { folderProfile, writeSettings } from './settings-of-test.js';
import { eventually, makeHome, openPage, startApplication } from './test-application.js';
import type { TestApplication, TestHome } from './test-application.js';

/** Pictures for whoever looks at them; `npm run screenshots` puts some of them into the README. */
const PICTURES = fileURLToPath(new URL('../../out/screenshots', import.meta.url));
const DAY = 24 * 60 * 60_000;

let home: TestHome;
let tray: FakeTrayHost;
let application: TestApplication;
let window: Page;

beforeAll(async () => {
  await mkdir(PICTURES, { recursive: true });
  home = await makeHome();
  tray = await FakeTrayHost.start();
  await mkdir(join(home.path, 'Documents'));
  await writeFile(join(home.path, 'Documents/Letter.txt'), 'Dear Ada');
  application = await startApplication(home);
  window = await application.window();
  await pictures('first-start');
  await application.stop();
  const triggers = { ...DEFAULT_TRIGGERS, schedule: '0 18 * * *', scheduledSince: now() };
  const rotation = {
    ...DEFAULT_ROTATION_POLICY,
    scheme: { daily: 60, monthly: 'always' as const },
  };
  const folder = folderProfile(home, 'documents', 'Documents');
  const profile = { ...folder, rotation, skipUnchanged: false };
  await writeSettings(home, { profiles: [profile], triggers: { documents: triggers } });
  application = await startApplication(home);
  window = await application.window();
  // In the pictures there are some weeks of snapshots.
  for (const days of [40, 31, 17, 9, 6, 5, 4, 3, 2, 1]) await backUp(days);
  await backUp(0);
});

afterAll(async () => {
  await application.stop();
  tray.stop();
  await home.remove();
});

it.each(['Overview', 'Snapshots', 'Rotation', 'Backups', 'Log', 'Settings'])(
  'the page %s is shown without a complaint, in light and dark',
  async (name) => {
    await openPage(window, name);
    await window.getByRole('tabpanel', { name }).waitFor();
    expect(await isWiderThanWindow(window)).toBe(false);
    await pictures(name.toLowerCase());
    expect(application.complaints).toEqual([]);
  },
);

it('the editor is shown without a complaint, in light and dark', async () => {
  await openPage(window, 'Backups');
  await window.getByRole('button', { name: 'Edit Documents' }).click();
  await window.getByText(/^Backs up every day at 18:00\./).waitFor();
  await pictures('editor', false);
  expect(application.complaints).toEqual([]);
});

/** @param fullPage false: as much as the window shows */
async function pictures(name: string, fullPage = true): Promise<void> {
  for (const theme of ['dark', 'light'] as const) {
    await useTheme(application, window, theme);
    await window.screenshot({ path: join(PICTURES, `${name}-${theme}.png`), fullPage });
  }
}

async function backUp(daysAgo: number): Promise<void> {
  await openPage(window, 'Overview');
  const before = snapshots();
  await window.getByRole('button', { name: 'Back up now' }).click();
  await eventually(() => expect(snapshots().length).toBe(before.length + 1));
  await window.getByRole('button', { name: 'Back up now' }).waitFor();
  const made = snapshots().find((name) => !before.includes(name)) ?? '';
  if (daysAgo === 0) return;
  const then = new Date(now() - daysAgo * DAY).toISOString().slice(0, 19).replace('T', ' ');
  await rename(join(directory(), made), join(directory(), then));
}

function directory(): string {
  return join(home.path, 'backups/documents');
}

function snapshots(): readonly string[] {
  if (!existsSync(directory())) return [];
  return readdirSync(directory()).filter((name) => /^\d{4}-/.test(name));
}

function now(): number {
  return systemClock.now().getTime();
}
