import { readFile, rm } from 'node:fs/promises';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { FakeTrayHost } from './fake-tray-host.js';
import { makePast, type Past } from './past.js';
import { makeHome, startApplication } from './test-application.js';
import type { TestApplication, TestHome } from './test-application.js';

let home: TestHome;
let tray: FakeTrayHost;
let application: TestApplication;
let past: Past;
let window: Page;

beforeEach(async () => {
  home = await makeHome();
  tray = await FakeTrayHost.start();
  past = await makePast(home);
});

afterEach(async () => {
  await application.stop();
  tray.stop();
  await home.remove();
});

async function start(): Promise<void> {
  application = await startApplication(home);
  window = await application.window();
}

/** Counts what a hand does. */
function hand() {
  let done = 0;
  return {
    click: async (name: string | RegExp, role: 'button' | 'option' | 'tab') => {
      done += 1;
      await window.getByRole(role, { name }).first().click();
    },
    press: async (key: string) => {
      done += 1;
      await window.keyboard.press(key);
    },
    get done() {
      return done;
    },
  };
}

const source = (path: string): string => join(past.source, path);

describe('a lost file', () => {
  it('is back after four clicks', async () => {
    await rm(source('will.odt'));
    await start();
    await window.getByRole('tab', { name: 'Snapshots' }).waitFor();
    const used = hand();
    await used.click('Snapshots', 'tab');
    await used.click(/will\.odt/, 'option');
    await used.click('Restore…', 'button');
    await window.getByText('1 file is not there now.').waitFor();
    await used.click(/^Restore “will/, 'button');
    await window.getByText('It is back.').waitFor();
    expect(used.done).toBeLessThanOrEqual(4);
    expect(await readFile(source('will.odt'), 'utf8')).toBe('my last will\n');
  });

  it('deep in a folder is back after six keys, besides its name', async () => {
    await rm(source('Documents/Invoices'), { recursive: true });
    await start();
    await window.getByRole('tab', { name: 'Snapshots' }).click();
    await window.getByRole('listbox', { name: 'Folder' }).waitFor();
    const used = hand();
    await used.press('Control+f');
    await window.keyboard.type('march');
    await window.getByRole('option', { name: /march\.pdf/ }).waitFor();
    await used.press('ArrowDown');
    await used.press('Control+r');
    await window.getByText('1 file is not there now.').waitFor();
    await used.press('Enter');
    await window.getByText('It is back.').waitFor();
    expect(used.done).toBeLessThanOrEqual(6);
    expect(readdirSync(source('Documents/Invoices'))).toEqual(['march.pdf']);
  });
});
