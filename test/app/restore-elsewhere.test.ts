import { readdirSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import type { Page } from 'playwright-core';
import { describeTree, differences } from '../support/describe-tree.js';
import { fillDisk } from '../support/fill-disk.js';
import { loopFileSystem } from '../support/loop-file-system.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { makePastForTest, type Past } from './past.js';
import { startApplication, type TestApplication, type TestHome } from './test-application.js';

let home: TestHome;
let application: TestApplication;
let past: Past;
let window: Page;

beforeEach(async () => {
  ({ home, past } = await makePastForTest());
  application = await startApplication(home);
  onTestFinished(application.stop);
  window = await application.window();
  await window.getByRole('tab', { name: 'Snapshots' }).click();
});

const option = (name: RegExp) => window.getByRole('option', { name });
const button = (name: string | RegExp) => window.getByRole('button', { name });
const newest = (path: string) => join(past.parent, past.snapshots.at(-1) ?? 'none', path);

/** The dialog itself belongs to the desktop. */
async function chooseTarget(path: string): Promise<void> {
  await application.electron.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
  }, path);
  await window.getByText('another folder…').click();
  await window.getByText(`another folder: ${path}`).waitFor();
}

it('a deleted folder is found by its name, and comes back whole', async () => {
  const folder = join(past.source, 'Documents/Invoices');
  await rm(folder, { recursive: true });
  await window.getByRole('searchbox', { name: 'Search all snapshots' }).fill('invoices');
  await option(/Invoices/).click();
  await button('Restore…').click();
  await button(/^Restore “Invoices/).click();
  await window.getByText('It is back.').waitFor();
  expect(readdirSync(folder)).toEqual(['march.pdf']);
});

it('what is restored to another folder leaves the original alone', async () => {
  const target = await temporaryDirectory();
  const original = join(past.source, 'Documents');
  const before = await describeTree(original);
  const snapshot = await describeTree(newest('Documents'));
  await option(/Documents/).click();
  await button('Restore…').click();
  await chooseTarget(target);
  await button(/^Restore “Documents/).click();
  await window.getByText('It is back.').waitFor();
  expect(differences(snapshot, await describeTree(join(target, 'Documents')))).toEqual([]);
  expect(differences(before, await describeTree(original))).toEqual([]);
});

it('a full disk is named before anything is written there', async () => {
  const { path: target } = await loopFileSystem('ext4', 16);
  await writeFile(newest('Pictures/beach.jpg'), Buffer.alloc(4_000_000, 'b'));
  const filler = await fillDisk(target, 1_000_000);
  const there = readdirSync(target).toSorted();
  await option(/Pictures/).click();
  await button('Restore…').click();
  await chooseTarget(target);
  await window.getByText(/^There is no room: .* are needed, and .* are free\.$/).waitFor();
  await button(/^Restore “/).click();
  await window.getByText(/^There is no room for .* in “.*”: .* are free\.$/).waitFor();
  await window.getByText('Make room there, or choose another directory.').waitFor();
  expect(readdirSync(target).toSorted()).toEqual(there);
  await filler.remove();
  await button('Cancel').click();
  await button('Restore…').click();
  await chooseTarget(target);
  await button(/^Restore “Pictures/).click();
  await window.getByText('It is back.').waitFor();
  expect(readdirSync(join(target, 'Pictures'))).toEqual(['beach.jpg']);
});
