import { readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { runProgram } from '../support/run-program.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { dropTarget, type DropTarget } from './drop-target.js';
import { isWiderThanWindow, zoom } from './looks.js';
import { makePastForTest, type Past } from './past.js';
import { openPage, startApplication, type TestApplication } from './test-application.js';

let past: Past;
let application: TestApplication;
let window: Page;
let temporary: string;

beforeEach(async () => {
  const { home, past: made } = await makePastForTest();
  past = made;
  temporary = await temporaryDirectory();
  const environment = { ...home.environment, TMPDIR: temporary };
  application = await startApplication({ ...home, environment });
  onTestFinished(application.stop);
  window = await application.window();
  await openPage(window, 'Snapshots');
  await application.electron.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.setBounds({ x: 0, y: 0, width: 900, height: 600 });
  });
  await option(/Documents/).dblclick();
  await option(/letter\.odt/).waitFor();
});

const option = (name: RegExp): Locator => window.getByRole('option', { name });

/** The real pointer of the display, which knows nothing of what Playwright does. */
const pointer = (...args: readonly (string | number)[]): Promise<string> =>
  runProgram('xdotool', args.map(String));

async function pointAt(row: Locator): Promise<void> {
  const box = await row.boundingBox();
  const { x, y } = await application.electron.evaluate(
    ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getContentBounds() ?? { x: 0, y: 0 },
  );
  if (box === null) throw new Error('The row is not in sight.');
  await pointer('mousemove', Math.round(x + box.x + 60), Math.round(y + box.y + box.height / 2));
}

/** Presses the button, and moves far enough for a drag to begin. */
async function pull(): Promise<void> {
  await pointer('mousedown', 1);
  for (let step = 0; step < 5; step += 1) {
    await pointer('mousemove_relative', '--', 6, 2);
    await pointer('sleep', 0.05);
  }
}

/** Playwright hears nothing of the application meanwhile: what is dragged is the display's affair. */
async function dropAt({ centre, entered }: DropTarget): Promise<void> {
  const seen = { inside: false };
  void entered.then(() => {
    seen.inside = true;
  });
  for (let step = 0; !seen.inside || step % 8 !== 0; step += 1) {
    await pointer('mousemove', centre.x + (step % 8) * 5, centre.y);
    await pointer('sleep', 0.05);
  }
  await pointer('mouseup', 1);
}

const copies = async (): Promise<readonly string[]> => {
  const drags = (await readdir(temporary)).filter((name) =>
    /^rsync-system-backup-drag-/.test(name),
  );
  const names = await Promise.all(drags.map((name) => readdir(join(temporary, name))));
  return names.flat();
};

describe('what is in a backup', () => {
  it('is dragged to another program, which has a copy of it', async () => {
    const target = await dropTarget();
    await pointAt(option(/letter\.odt/));
    await pull();
    await dropAt(target);
    const [file] = await target.dropped;
    expect(file?.text).toBe('Dear aunt\nthird\nYours\n');
    expect(basename(file?.path ?? '')).toBe('letter.odt');
    expect(dirname(dirname(file?.path ?? ''))).toBe(temporary);
    const { mode } = await stat(dirname(file?.path ?? ''));
    expect(mode & 0o777).toBe(0o700);
  });

  it('is dragged together, files and folders, as it is chosen', async () => {
    const target = await dropTarget();
    await option(/letter\.odt/).click();
    await option(/Invoices/).click({ modifiers: ['Control'] });
    await pointAt(option(/letter\.odt/));
    await pull();
    await dropAt(target);
    const files = await target.dropped;
    expect(files.map(({ path }) => basename(path)).toSorted()).toEqual(['Invoices', 'letter.odt']);
    const folder = files.find(({ path }) => path.endsWith('Invoices'))?.path ?? '';
    expect(await readFile(join(folder, 'march.pdf'), 'utf8')).toBe('%PDF-1.4 not really\n');
  });
});

describe('what takes long to copy', () => {
  const panorama = (): Locator => option(/panorama\.raw/);

  /** Of holes: it takes no room, and time to copy. */
  const makePanorama = async (bytes: number): Promise<void> => {
    const folder = join(past.parent, past.snapshots.at(-1) ?? 'none', 'Documents');
    await writeFile(join(folder, 'panorama.raw'), '');
    await truncate(join(folder, 'panorama.raw'), bytes);
    await window.keyboard.press('F5');
    await panorama().waitFor();
  };

  it('can be dragged as soon as the window says so', async () => {
    await makePanorama(1024 ** 3);
    const target = await dropTarget();
    await pointAt(panorama());
    await pull();
    await pointer('mouseup', 1);
    await window.getByText('“panorama.raw” can be dragged to another program now.').waitFor();
    await pointAt(panorama());
    await pull();
    await dropAt(target);
    expect((await target.dropped).map(({ path }) => basename(path))).toEqual(['panorama.raw']);
  });

  it('says how far it is, and leaves nothing when it is stopped', async () => {
    await makePanorama(200 * 1024 ** 3);
    await pointAt(panorama());
    await pull();
    await pointer('mouseup', 1);
    await window.getByText(/^Copying “panorama\.raw” for other programs: .* of 215 GB$/).waitFor();
    await window.getByRole('progressbar', { name: 'Copying' }).waitFor();
    await zoom(application, window, 2);
    expect(await isWiderThanWindow(window)).toBe(false);
    await window.getByRole('button', { name: 'Cancel' }).click();
    await window.getByText(/^Copying/).waitFor({ state: 'detached' });
    expect(await copies()).toEqual([]);
  });
});

it('what is not there any more is not dragged, and that is said', async () => {
  const folder = join(past.parent, past.snapshots.at(-1) ?? 'none', 'Documents');
  await rm(join(folder, 'letter.odt'));
  await pointAt(option(/letter\.odt/));
  await pull();
  await pointer('mouseup', 1);
  await window.getByRole('alert').waitFor();
  expect(await copies()).toEqual([]);
});
