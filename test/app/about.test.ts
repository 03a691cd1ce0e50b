import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TOOL_VERSION } from '../../main/shared/tool-version.js';
import { FakeTrayHost } from './fake-tray-host.js';
import { expectForEveryone } from './looks.js';
import { folderProfile, writeSettings } from './settings-of-test.js';
import { eventually, makeHome, openPage, startApplication } from './test-application.js';
import type { TestApplication, TestHome } from './test-application.js';

let home: TestHome;
let tray: FakeTrayHost;
let application: TestApplication;

beforeEach(async () => {
  home = await makeHome();
  tray = await FakeTrayHost.start();
});

afterEach(async () => {
  expect(application.complaints).toEqual([]);
  await application.stop();
  tray.stop();
  await home.remove();
});

describe('the page about the program', () => {
  it('says what it is, what it runs on and what it is made of', { timeout: 240_000 }, async () => {
    application = await startApplication(home);
    const window = await application.window();
    await openPage(window, 'About');
    await window.getByText(`System Backup ${TOOL_VERSION}`, { exact: true }).waitFor();
    const versions = await application.electron.evaluate(() => process.versions);
    const { electron, chrome, node } = versions;
    await window.getByText(`Electron ${electron}, Chromium ${chrome}, Node.js ${node}`).waitFor();
    for (const [name, words] of [
      ['react-dom', 'MIT License'],
      ['Electron', 'Permission is hereby granted'],
      ['System Backup', 'Permission is hereby granted'],
    ] as const) {
      await window.getByRole('button', { name: `Licence of ${name}`, exact: true }).click();
      const text = window.getByRole('region', { name: `Licence of ${name}`, exact: true });
      expect(await text.textContent()).toContain(words);
    }
    await expectForEveryone(application, window);
  });

  it('copies what somebody who helps wants to know, without excludes and the home', async () => {
    await mkdir(join(home.path, 'Letters'));
    await writeFile(join(home.path, 'Letters/To Ada'), 'Dear Ada');
    const letters = folderProfile(home, 'letters', 'Letters');
    const secret = { ...folderProfile(home, 'gone', 'Gone'), excludes: ['/my secret/'] };
    await writeSettings(home, { profiles: [letters, secret] });
    application = await startApplication(home);
    const window = await application.window();
    await tray.click('Back up “Gone” now');
    await window.getByText('The last backup of “Gone” failed.').waitFor();
    await openPage(window, 'About');
    await window.getByRole('button', { name: 'Copy diagnostics' }).click();
    await window.getByText('Copied. Read it before you pass it on.').waitFor();
    const text = await eventually(async () => {
      const copied = await application.electron.evaluate(({ clipboard }) => clipboard.readText());
      expect(copied).toMatch(/^System Backup:/);
      return copied;
    });
    expect(text).toContain(`version ${TOOL_VERSION}`);
    expect(text).toMatch(/^ {2}rsync: rsync {2}version \d/m);
    expect(text).toContain('tray: shown');
    expect(text).toMatch(/^ {2}polkit agent: /m);
    expect(text).toContain('letters (as the person): ~/Letters to ~/backups/letters/latest');
    expect(text).toMatch(/^Last errors:\n {2}\S+ gone: source-/m);
    expect(text).not.toContain('my secret');
    expect(text).not.toContain(home.path);
  });
});
