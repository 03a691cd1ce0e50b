import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EMPTY_SETTINGS } from '../../main/shared/settings.js';
import { FakeTrayHost } from './fake-tray-host.js';
import { makeHome, startApplication } from './test-application.js';
import type { TestApplication, TestHome } from './test-application.js';
import type {} from '../../renderer/backup-bridge.js';

let home: TestHome;
let tray: FakeTrayHost;
let application: TestApplication;

beforeEach(async () => {
  home = await makeHome();
  tray = await FakeTrayHost.start();
});

afterEach(async () => {
  await application.stop();
  tray.stop();
  await home.remove();
});

describe('a settings file that cannot be used', () => {
  it.each([
    ['truncated', '{"version":1,"profiles":[{"id":"ho', 'The settings cannot be understood.'],
    ['empty', '', 'The settings cannot be understood.'],
    ['null', 'null', 'The settings cannot be understood.'],
    [
      'from the future',
      '{"version":99,"profiles":[]}',
      'The settings were written by a newer version of this program.',
    ],
    [
      'a pause until a time that there is not',
      JSON.stringify({ ...EMPTY_SETTINGS, pausedUntil: 1e16 }),
      'The settings cannot be understood.',
    ],
  ])('because it is %s is named and kept as it is', async (_why, text, title) => {
    await writeFile(home.settings, text);
    application = await startApplication(home);
    const page = await application.window();
    await page.getByRole('heading', { name: title }).waitFor();
    await page.getByText(home.settings).waitFor();
    expect((await tray.menu()).map(({ label }) => label)).toEqual([
      'Open',
      'The settings cannot be used',
      'Quit',
    ]);

    const refused = await page.evaluate(() => window.backup.ask('demonstration:create', null));
    expect(refused).toMatchObject({ ok: false });
    expect(await readFile(home.settings, 'utf8')).toBe(text);
    expect(settingsFiles()).toEqual(['settings.json']);
  });

  it('because it cannot be read is named and kept as it is', async () => {
    await mkdir(home.settings);
    application = await startApplication(home);
    const page = await application.window();
    await page.getByRole('heading', { name: 'The settings cannot be read.' }).waitFor();
    await page.getByText('Make the file readable for yourself').waitFor();
    expect(settingsFiles()).toEqual(['settings.json']);
  });

  it('is used as soon as it has been put right', async () => {
    await writeFile(home.settings, '{');
    application = await startApplication(home);
    const window = await application.window();
    const again = window.getByRole('button', { name: 'Read it again' });
    await again.waitFor();
    await writeFile(home.settings, JSON.stringify(EMPTY_SETTINGS));
    await again.click();
    await window.getByRole('heading', { name: 'Nothing is backed up yet' }).waitFor();
  });

  it('is not written over when it becomes so while the application runs', async () => {
    application = await startApplication(home);
    const window = await application.window();
    const create = window.getByRole('button', { name: 'Try it with a sample folder' });
    await create.waitFor();
    const text = '{"version":99,"something":"newer"}';
    await writeFile(home.settings, text);
    await create.click();
    await window.getByRole('heading', { name: /newer version/ }).waitFor();
    expect(await readFile(home.settings, 'utf8')).toBe(text);
  });
});

it('a first start writes no settings before there is something to remember', async () => {
  application = await startApplication(home);
  const window = await application.window();
  await window.getByRole('button', { name: 'Try it with a sample folder' }).waitFor();
  expect(settingsFiles()).toEqual([]);
});

it('a sample folder that cannot be made is told', async () => {
  application = await startApplication(home);
  const window = await application.window();
  const create = window.getByRole('button', { name: 'Try it with a sample folder' });
  await create.waitFor();
  await writeFile(`${home.path}/data`, 'a file where a folder should be');
  await create.click();
  await window.getByText('The sample folder could not be made.').waitFor();
});

function settingsFiles(): readonly string[] {
  return readdirSync(dirname(home.settings)).filter((name) => name.startsWith('settings'));
}
