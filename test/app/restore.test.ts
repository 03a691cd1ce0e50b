import { mkdir, readFile, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { Page } from 'playwright-core';
import type { FakeTrayHost } from './fake-tray-host.js';
import { violations } from './looks.js';
import { makePastForTest, type Past } from './past.js';
import { runProgram } from '../support/run-program.js';
import { eventually, openPage, startApplication } from './test-application.js';
import type { TestApplication, TestHome } from './test-application.js';

let home: TestHome;
let application: TestApplication;
let past: Past;
let tray: FakeTrayHost;
let window: Page;

beforeEach(async () => {
  ({ home, past, tray } = await makePastForTest());
});

async function start(): Promise<void> {
  application = await startApplication(home);
  onTestFinished(application.stop);
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

/** The page, with `Documents` open at the newest snapshot. */
async function openDocuments(): Promise<void> {
  await start();
  await window.getByRole('tab', { name: 'Snapshots' }).click();
  await window.getByRole('option', { name: /Documents/ }).dblclick();
  await window.getByRole('option', { name: /letter\.odt/ }).waitFor();
}

const option = (name: RegExp) => window.getByRole('option', { name });
const button = (name: string | RegExp) => window.getByRole('button', { name });
/** Adds a file of holes to the newest snapshot: it takes no room, and time to copy. */
async function plantPanorama(folder: string): Promise<void> {
  const path = join(past.parent, past.snapshots.at(-1) ?? 'none', folder, 'panorama.raw');
  await writeFile(path, '');
  await truncate(path, 200 * 1024 ** 3);
}

/** Contents of the files that a restore keeps for an undo. */
const keptIn = (folder: string): readonly string[] =>
  readdirSync(source(folder))
    .filter((name) => name.startsWith('.rsync-system-backup-restore-'))
    .flatMap((workspace) => {
      const aside = source(`${folder}/${workspace}/aside`);
      return readdirSync(aside).map((name) => readFileSync(join(aside, name), 'utf8'));
    });
const letters = (): readonly string[] =>
  readdirSync(source('Documents')).filter((name) => name.includes('letter'));

describe('an overwritten file', () => {
  beforeEach(async () => {
    await writeFile(source('Documents/letter.odt'), 'overwritten\n');
    await openDocuments();
    await option(/letter\.odt.*differs from now/).click();
  });

  it('is restored beside the one that is there', async () => {
    await button('Restore…').click();
    await window.getByText('1 file differs from the one that is there.').waitFor();
    await button(/^Restore “/).click();
    await window.getByText('It is back.').waitFor();
    expect(letters()).toHaveLength(2);
    expect(await readFile(source('Documents/letter.odt'), 'utf8')).toBe('overwritten\n');
  });

  it('is replaced, and the replacement taken back', async () => {
    await button('Restore…').click();
    await window.getByText('Replace what is there now').click();
    await button(/^Restore “/).click();
    await window.getByText('It is back.').waitFor();
    expect(await readFile(source('Documents/letter.odt'), 'utf8')).toContain('third');
    await button('Undo').click();
    await window.getByText('Everything is as it was before.').waitFor();
    expect(await readFile(source('Documents/letter.odt'), 'utf8')).toBe('overwritten\n');
    expect(letters()).toEqual(['letter.odt']);
  });

  it('can be had back after “Done” and a look at another page, until the next restore has succeeded', async () => {
    const bar = window.getByRole('region', { name: 'Last restore' });
    const replace = async (): Promise<void> => {
      await option(/letter\.odt/).click();
      await button('Restore…').click();
      await window.getByText('Replace what is there now').click();
      await button(/^Restore “/).click();
    };
    await replace();
    await button('Done').click();
    await bar.getByText('Last restore: “letter.odt” to ~/anna').waitFor();
    await window.getByRole('tab', { name: 'Overview' }).click();
    await window.getByRole('tab', { name: 'Snapshots' }).click();
    await bar.getByRole('button', { name: 'Show in folder' }).waitFor();
    expect(await violations(window)).toEqual([]);
    await bar.getByRole('button', { name: 'Undo' }).click();
    await bar.getByText('Everything is as it was before.').waitFor();
    expect(await readFile(source('Documents/letter.odt'), 'utf8')).toBe('overwritten\n');
    await bar.getByRole('button', { name: 'Close' }).click();
    await bar.waitFor({ state: 'detached' });
    await option(/Documents/).dblclick();
    await option(/letter\.odt.*differs from now/).waitFor();
    await replace();
    await button('Done').click();
    await writeFile(source('Documents/letter.odt'), 'overwritten again\n');
    await plantPanorama('Documents');
    await window.keyboard.press('F5');
    await option(/panorama\.raw/).click();
    await button('Restore…').click();
    await button(/^Restore “/).click();
    await button('Cancel').click();
    await window.getByText('You stopped the restore, and nothing was changed.').waitFor();
    await window.keyboard.press('Escape');
    expect(keptIn('Documents')).toEqual(['overwritten\n']);
    await bar.getByRole('button', { name: 'Undo' }).waitFor();
    await replace();
    await button('Done').click();
    await eventually(() => expect(keptIn('Documents')).toEqual(['overwritten again\n']));
    await bar.getByRole('button', { name: 'Undo' }).click();
    await bar.getByText('Everything is as it was before.').waitFor();
    expect(await readFile(source('Documents/letter.odt'), 'utf8')).toBe('overwritten again\n');
    expect(readdirSync(source('Documents'))).toEqual(['Invoices', 'letter.odt']);
    expect(application.complaints).toEqual([]);
  });

  it('leaves nothing behind when the window is closed after a replacement', async () => {
    await button('Restore…').click();
    await window.getByText('Replace what is there now').click();
    await button(/^Restore “/).click();
    await window.getByText('It is back.').waitFor();
    await window.close();
    await expect.poll(() => readdirSync(source('Documents'))).toEqual(['Invoices', 'letter.odt']);
  });

  it.each([
    ['Undo', 'overwritten\n'],
    ['Keep what was restored', 'Dear aunt\nthird\nYours\n'],
  ])(
    'was replaced when the application is killed: the next one asks what becomes of that, here “%s”',
    async (answer, text) => {
      await button('Restore…').click();
      await window.getByText('Replace what is there now').click();
      await button(/^Restore “/).click();
      await window.getByText('It is back.').waitFor();
      await application.stop();
      await start();
      await window.getByRole('tab', { name: 'Snapshots' }).click();
      const sheet = window.getByRole('dialog', { name: 'A restore was interrupted' });
      await sheet.getByText(source('Documents/letter.odt')).waitFor();
      await sheet.getByRole('button', { name: answer }).click();
      await eventually(() => expect(letters()).toEqual(['letter.odt']));
      await eventually(() =>
        expect(readdirSync(source('Documents'))).toEqual(['Invoices', 'letter.odt']),
      );
      expect(await readFile(source('Documents/letter.odt'), 'utf8')).toBe(text);
      expect(application.complaints).toEqual([]);
    },
  );

  it('keeps what it replaced where nobody was asked about it, as on a disk that comes back while another is decided', async () => {
    const replace = async (name: RegExp): Promise<void> => {
      await option(name).first().click();
      await button('Restore…').click();
      await window.getByText('Replace what is there now').click();
      await button(/^Restore “/).click();
      await window.getByText('It is back.').waitFor();
    };
    const remains = () => window.getByRole('dialog', { name: 'A restore was interrupted' });
    const startAgain = async (): Promise<void> => {
      await start();
      await window.getByRole('tab', { name: 'Snapshots' }).click();
      await remains().waitFor();
    };
    await writeFile(source('will.odt'), 'overwritten too\n');
    await replace(/letter\.odt/);
    await application.stop();
    await startAgain();
    await window.keyboard.press('Escape');
    await remains().waitFor({ state: 'detached' });
    await replace(/will\.odt/);
    await application.stop();
    await rename(source('Documents'), source('Documents.away'));
    await startAgain();
    await remains().getByText(source('will.odt')).waitFor();
    expect(await remains().getByText('letter.odt').count()).toBe(0);
    await rename(source('Documents.away'), source('Documents'));
    await remains().getByRole('button', { name: 'Keep what was restored' }).click();
    await remains().waitFor({ state: 'detached' });
    await application.stop();
    await startAgain();
    await remains().getByText(source('Documents/letter.odt')).waitFor();
    expect(await remains().getByText('will.odt').count()).toBe(0);
    await remains().getByRole('button', { name: 'Undo' }).click();
    await remains().getByText('Everything is as it was before.').waitFor();
    expect(letters()).toEqual(['letter.odt']);
    expect(await readFile(source('Documents/letter.odt'), 'utf8')).toBe('overwritten\n');
    expect(await readFile(source('will.odt'), 'utf8')).toBe('my last will\n');
  });

  it('is had as it was some days ago', async () => {
    await window.getByText('3 versions').waitFor();
    await window.keyboard.press('[');
    await window.keyboard.press('[');
    await window.getByText('first', { exact: false }).first().waitFor();
    await button('Compare with now').click();
    await window.getByRole('list', { name: 'Comparison' }).getByText('overwritten').waitFor();
    await button('Restore…').click();
    await button(/^Restore “/).click();
    await window.getByText('It is back.').waitFor();
    const [restored = ''] = letters().filter((name) => name !== 'letter.odt');
    expect(await readFile(source(`Documents/${restored}`), 'utf8')).toContain('first');
  });
});

it('what was deleted long ago shows among the rest, and comes back', async () => {
  await openDocuments();
  await window.getByText('Show deleted').click();
  await option(/old-plan\.ods.*deleted/).click();
  await button('Restore…').click();
  await window.getByText('1 file is not there now.').waitFor();
  await button(/^Restore “/).click();
  await window.getByText('It is back.').waitFor();
  expect(await readFile(source('Documents/old-plan.ods'), 'utf8')).toBe('the old plan\n');
});

it('what a killed restore left is named where it cannot be settled, and stands in the way of nothing', async () => {
  const note = join(home.path, 'data/rsync-system-backup/restores/broken.json');
  await mkdir(note, { recursive: true });
  await rm(source('will.odt'));
  await start();
  await window.getByRole('tab', { name: 'Snapshots' }).click();
  const sheet = window.getByRole('dialog', { name: 'A restore was interrupted' });
  await sheet.getByText('This could neither be taken back nor removed.').waitFor();
  await sheet.getByText(note).waitFor();
  await sheet.getByRole('button', { name: 'Done' }).click();
  await sheet.waitFor({ state: 'detached' });
  await option(/will\.odt/).click();
  await button('Restore…').click();
  await button(/^Restore “/).click();
  await window.getByText('It is back.').waitFor();
  await button('Done').click();
  await window.getByRole('tab', { name: 'Overview' }).click();
  await window.getByRole('tab', { name: 'Snapshots' }).click();
  await option(/will\.odt/).waitFor();
  expect(await sheet.count()).toBe(0);
});

describe('a restore that goes on', () => {
  /** Begins one that takes long. */
  async function begin(): Promise<void> {
    await plantPanorama('Pictures');
    await start();
    await window.getByRole('tab', { name: 'Snapshots' }).click();
    await option(/Pictures/).dblclick();
    await option(/panorama\.raw/).click();
    await button('Restore…').click();
    await window.getByText('1 file is not there now.').waitFor();
    await button(/^Restore “/).click();
    await window.getByRole('progressbar', { name: 'Restoring' }).waitFor();
    await eventually(() => expect(readdirSync(source('Pictures'))).toHaveLength(1));
  }

  /** What the person answers to each question that will be asked. */
  function willAnswer(...answers: readonly number[]): Promise<void> {
    return application.electron.evaluate(({ dialog }, given) => {
      const left = [...given];
      dialog.showMessageBox = () =>
        Promise.resolve({ response: left.shift() ?? 0, checkboxChecked: false });
    }, answers);
  }

  const closeWindow = (): Promise<void> =>
    application.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());

  it('is asked about when the window is closed, and goes on or is taken back', async () => {
    await begin();
    await willAnswer(0, 1);
    await closeWindow();
    await window.getByRole('progressbar', { name: 'Restoring' }).waitFor();
    expect(readdirSync(source('Pictures'))).toHaveLength(1);
    const closed = window.waitForEvent('close');
    await closeWindow();
    await closed;
    await eventually(() => expect(readdirSync(source('Pictures'))).toEqual([]));
  });

  it('is asked about when the person quits from the tray', async () => {
    await begin();
    await willAnswer(0, 1);
    await tray.click('Quit');
    await window.getByRole('progressbar', { name: 'Restoring' }).waitFor();
    const ended = application.electron.waitForEvent('close');
    await tray.click('Quit');
    await ended;
    expect(readdirSync(source('Pictures'))).toEqual([]);
  });

  it('is taken back without a question when the session ends', async () => {
    await begin();
    const ended = application.electron.waitForEvent('close');
    process.kill(application.pid, 'SIGTERM');
    await ended;
    expect(readdirSync(source('Pictures'))).toEqual([]);
  });
});

describe('what goes wrong', () => {
  it('a snapshot that was removed meanwhile is said to be gone', async () => {
    await openDocuments();
    await option(/letter\.odt/).click();
    await rm(join(past.parent, past.snapshots.at(-1) ?? 'none'), { recursive: true });
    await button('Restore…').click();
    await window
      .getByRole('dialog')
      .getByText('There is no such snapshot in this backup.')
      .waitFor();
    await button('Close').click();
  });

  it('a backup that went away is said so, and found again with F5', async () => {
    await openDocuments();
    await rename(past.parent, `${past.parent}.away`);
    await window.keyboard.press('F5');
    await window.getByRole('heading', { name: /which is not here now\.$/ }).waitFor();
    await openPage(window, 'Rotation');
    await window.getByText('what stays of them is seen when it is back').waitFor();
    await openPage(window, 'Snapshots');
    await rename(`${past.parent}.away`, past.parent);
    await window.keyboard.press('F5');
    await option(/Documents|letter\.odt/)
      .first()
      .waitFor();
  });

  it('a restore that is stopped in the middle has changed nothing', async () => {
    await plantPanorama('Pictures');
    await start();
    await window.getByRole('tab', { name: 'Snapshots' }).click();
    await option(/Pictures/).dblclick();
    await option(/panorama\.raw/).click();
    await button('Restore…').click();
    await window.getByText('1 file is not there now.').waitFor();
    await button(/^Restore “/).click();
    await window.getByRole('progressbar', { name: 'Restoring' }).waitFor();
    await eventually(() => expect(readdirSync(source('Pictures'))).toHaveLength(1));
    await button('Cancel').click();
    await window.getByText('You stopped the restore, and nothing was changed.').waitFor();
    expect(readdirSync(source('Pictures'))).toEqual([]);
  });

  it('a target that is no folder any more is named', async () => {
    await openDocuments();
    await option(/letter\.odt/).click();
    await rm(source('Documents'), { recursive: true });
    await writeFile(source('Documents'), 'in the way');
    await button('Restore…').click();
    await window.getByText(/“Documents” is no directory any more/).waitFor();
  });
});

/** Does `work` while a file becomes empty and long again, over and over. */
async function whileChanging(path: string, work: () => Promise<void>): Promise<void> {
  let wanted = true;
  const change = async (): Promise<void> => {
    while (wanted) {
      await truncate(path, 0);
      await writeFile(path, 'a line\n'.repeat(100_000));
    }
  };
  const changing = change();
  try {
    await work();
  } finally {
    wanted = false;
    await changing;
  }
}

it('shows hostile contents plainly, and hangs on nothing', async () => {
  const snapshot = join(past.parent, past.snapshots.at(-1) ?? 'none', 'Pictures');
  const markup = '<img src=x onerror=alert(1)>';
  await writeFile(join(snapshot, markup), 'x');
  await writeFile(join(snapshot, 'evil.html'), '<script>document.title = "owned"</script>');
  await writeFile(
    join(snapshot, 'broken.png'),
    Buffer.from('\u0089PNG\r\n\u001a\nbroken', 'latin1'),
  );
  await writeFile(join(snapshot, '\u202egnp.exe'), 'x');
  await writeFile(join(snapshot, 'new\nline'), 'x');
  await writeFile(join(snapshot, 'large.txt'), 'text\n');
  await truncate(join(snapshot, 'large.txt'), 1024 ** 3);
  await symlink('/etc/shadow', join(snapshot, 'secrets'));
  await runProgram('mkfifo', [join(snapshot, 'pipe')]);
  await writeFile(join(snapshot, 'real.pdf'), '%PDF-1.7\n');
  const growing = join(snapshot, 'growing.log');
  await writeFile(growing, 'a line\n'.repeat(100_000));
  await mkdir(join(snapshot, 'deep'));
  await start();
  await window.getByRole('tab', { name: 'Snapshots' }).click();
  await option(/Pictures/).dblclick();
  const shown = async (name: RegExp, text: string | RegExp): Promise<void> => {
    await option(name).click();
    await window.getByRole('region', { name: 'Chosen item' }).getByText(text).first().waitFor();
  };
  await shown(/evil\.html/, '<script>document.title = "owned"</script>');
  await shown(/broken\.png/, /damaged/);
  await shown(/onerror/, markup);
  await shown(/gnp\.exe/, '\\#342\\#200\\#256gnp.exe');
  await shown(/012line/, 'new\\#012line');
  await shown(/large\.txt/, /no preview|Only the beginning/);
  await shown(/secrets/, /Link to \/etc\/shadow/);
  await shown(/pipe/, /Device or pipe/);
  await shown(/real\.pdf/, /The document is damaged/);
  await whileChanging(growing, async () => {
    for (let round = 0; round < 10; round += 1) {
      await shown(/evil\.html/, '<script>document.title = "owned"</script>');
      await shown(/growing\.log/, /^1 version$/);
    }
    await shown(/growing\.log/, /a line|The file is empty/);
  });
  expect(await window.title()).toBe('System Backup');
  expect(application.complaints).toEqual([]);
});

it('shows, searches and restores what lies at the longest path that there can be', async () => {
  const root = join(past.parent, past.snapshots.at(-1) ?? 'none');
  await plantDeep(root, foldersDown(root, 'treasure.txt'), 'treasure.txt');
  await start();
  await window.getByRole('tab', { name: 'Snapshots' }).click();
  await window.getByRole('searchbox', { name: 'Search all snapshots' }).fill('treasure');
  await option(/treasure\.txt/).click();
  await window.getByText('at the bottom').first().waitFor();
  await button('Restore…').click();
  await window.getByText('1 file is not there now.').waitFor();
  await button(/^Restore “/).click();
  await window.getByText('It is back.').waitFor();
  expect(application.complaints).toEqual([]);
});

/** limits.h, PATH_MAX: bytes of a path that one system call takes, with the NUL at its end. */
const PATH_MAX = 4096;

/** Names of folders, each in the one before, so that the path of a file in the last is as long as can be. */
function foldersDown(root: string, name: string): readonly string[] {
  const folders: string[] = [];
  let room = PATH_MAX - 1 - Buffer.byteLength(`${root}/${name}`);
  for (; room > 1; room -= Math.min(room, 250)) {
    folders.push(String(folders.length).padEnd(Math.min(room, 250) - 1, 'x'));
  }
  return folders;
}

/** Step by step, because a shell's command line is no place for it. */
async function plantDeep(root: string, folders: readonly string[], name: string): Promise<void> {
  const steps = folders.map((folder) => `mkdir -- ${folder}; cd -- ${folder}`);
  const script = ['set -e', ...steps, `printf 'at the bottom' >${name}`].join('\n');
  await runProgram('sh', ['-c', `cd -- "$1"\n${script}`, 'sh', root]);
}

it('the policy is tried on the real snapshots before it is used, and nothing is removed by that', async () => {
  await start();
  await window.getByRole('tab', { name: 'Rotation' }).click();
  await window.getByText(/all 3 snapshots stay/).waitFor();
  await window.getByLabel('hourly').fill('');
  await window.getByLabel('weekly').fill('');
  await window.getByLabel('monthly').fill('');
  await window.getByLabel('daily').fill('1');
  await window.getByText(/of 3 snapshots (one stays and 2 go|2 stay and one goes) at/).waitFor();
  await button('Use this policy').click();
  await window.getByRole('heading', { name: /keeps 1 daily snapshot\.$/ }).waitFor();
  expect(readdirSync(past.parent).filter((name) => /^\d/.test(name))).toHaveLength(3);
});

it('a snapshot is pinned, noted, and removed after a question', async () => {
  await openDocuments();
  const menu = async (name: RegExp): Promise<void> => {
    await button('This snapshot').click();
    await window.getByRole('menuitem', { name }).click();
  };
  await menu(/^Pin/);
  await window.getByRole('img', { name: 'pinned' }).waitFor();
  await menu(/^Remove/);
  await window.getByText(/become free/).waitFor();
  await button('Remove 1 snapshot').click();
  const sheet = window.getByRole('dialog', { name: /^Remove the snapshot of/ });
  await sheet.getByText('Nothing was removed.').waitFor();
  await sheet.getByText(/: it is pinned\. Unpin it first\.$/).waitFor();
  await sheet.getByRole('button', { name: 'Close' }).click();
  await menu(/^Unpin/);
  await window.getByRole('img', { name: 'pinned' }).waitFor({ state: 'detached' });
  await menu(/^Note/);
  await window.getByRole('textbox', { name: 'Note' }).fill('before the move');
  await window.keyboard.press('Enter');
  await window.getByText('before the move').waitFor();
  await menu(/^Remove/);
  await button('Remove 1 snapshot').click();
  await window.getByText('before the move').waitFor({ state: 'detached' });
  expect(readdirSync(past.parent).filter((name) => /^\d/.test(name))).toHaveLength(2);
});
