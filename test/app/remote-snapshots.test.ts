import { readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, it, onTestFinished } from 'vitest';
import type { Profile } from '../../main/shared/profile.js';
import type { RemoteChoices } from '../../main/shared/remote-choices.js';
import { rsyncDaemon } from '../support/rsync-daemon.js';
import { sshServer, type SshServer } from '../support/ssh-server.js';
import { makePastForTest, type Past } from './past.js';
import { writeSettings } from './settings-of-test.js';
import { eventually, openPage, startApplication, type TestHome } from './test-application.js';

interface RemotePast {
  readonly past: Past;
  readonly server: SshServer;
  readonly window: Page;
}

/** Milliseconds: of what has many steps, some of them over a slow line. */
const PATIENCE = 180_000;

/** A window before the snapshots of a profile. */
async function windowOf(home: TestHome, profile: Profile): Promise<Page> {
  await writeSettings(home, { profiles: [profile] });
  const application = await startApplication(home);
  onTestFinished(application.stop);
  const window = await application.window();
  await openPage(window, 'Snapshots');
  return window;
}

/** A window before the past of a person that is on another machine. */
async function remotePast(
  destination: (latest: string) => string,
  choices: Partial<RemoteChoices> = {},
): Promise<RemotePast> {
  const { home, past } = await makePastForTest();
  const server = await sshServer();
  const remote = { ...past.profile.remote, ...choices };
  const profile = { ...past.profile, destination: destination(past.latest), remote };
  const environment = { ...home.environment, ...server.environment };
  const window = await windowOf({ ...home, environment }, profile);
  return { past, server, window };
}

/** What a person does with a page, by what is to be seen there. */
function hand(window: Page) {
  return {
    option: (name: RegExp) => window.getByRole('option', { name }),
    button: (name: string | RegExp) => window.getByRole('button', { name }),
    shows: (text: string | RegExp) => window.getByText(text).first().waitFor(),
  };
}

/** Goes back in time in a folder, compares a file with now, and restores one that is not there any more. */
async function lookAndRestore(window: Page, past: Past): Promise<void> {
  const { option, button, shows } = hand(window);
  await option(/Documents/).dblclick();
  await option(/letter\.odt.*changed.*same as now/).waitFor();
  await window.keyboard.press('[');
  await option(/letter\.odt.*differs from now/).click();
  await shows('3 versions');
  await shows('second');
  await button('Compare with now').click();
  await shows('third');
  await window.keyboard.press('Escape');
  await window.keyboard.press('[');
  await option(/old-plan\.ods.*not here now/).click();
  await button('Restore…').click();
  await shows('1 file is not there now.');
  await button(/^Restore “old-plan/).click();
  await shows('It is back.');
  const plan = join(past.source, 'Documents/old-plan.ods');
  expect(await readFile(plan, 'utf8')).toBe('the old plan\n');
}

it('browses, compares and restores what is on another machine', async () => {
  const { past, server, window } = await remotePast((latest) => `root@box:${latest}`);
  await rm(join(past.source, 'will.odt'));
  await lookAndRestore(window, past);
  // All of it over one connection, which goes with the window.
  expect((await server.log()).match(/Accepted publickey/g)).toHaveLength(1);
  await window.close();
  await eventually(async () => {
    expect(await server.connections()).toEqual([]);
  });
});

it('what is said of the last backup follows a removal on another machine at once', async () => {
  const { window, past } = await remotePast((latest) => `root@box:${latest}`);
  const { option, button, shows } = hand(window);
  await option(/Documents/).waitFor();
  await openPage(window, 'Overview');
  await shows(/^Everything up to today /);
  await openPage(window, 'Snapshots');
  await button('This snapshot').click();
  await window.getByRole('menuitem', { name: /^Remove/ }).click();
  await button('Remove 1 snapshot').click();
  await openPage(window, 'Overview');
  await shows(/^Everything up to yesterday 14:05 is on “box”/);
  expect((await readdir(past.parent)).filter((name) => /^\d/.test(name))).toEqual(
    past.snapshots.slice(0, -1),
  );
});

/** Files of which a restore keeps what was there before, by their contents. */
async function keptAside(source: string): Promise<readonly string[]> {
  const names = await readdir(source, { recursive: true });
  const aside = names.filter((name) => /\/aside\/[^/]+$/.test(name));
  return Promise.all(aside.map((name) => readFile(join(source, name), 'utf8')));
}

it(
  'replaces with what is there, keeps what was here aside, and takes that back',
  { timeout: PATIENCE },
  async () => {
    const { past, window } = await remotePast((latest) => `root@box:${latest}`);
    const { option, button, shows } = hand(window);
    const letter = join(past.source, 'Documents/letter.odt');
    await writeFile(letter, 'overwritten\n');
    await option(/Documents/).dblclick();
    await option(/letter\.odt.*differs from now/).click();
    const replace = async (): Promise<void> => {
      await button('Restore…').click();
      await window.getByText('Replace what is there now').click();
      await button(/^Restore “/).click();
      await shows('It is back.');
      expect(await readFile(letter, 'utf8')).toContain('third');
      expect(await keptAside(past.source)).toEqual(['overwritten\n']);
    };
    await replace();
    await button('Undo').click();
    await shows('Everything is as it was before.');
    expect(await readFile(letter, 'utf8')).toBe('overwritten\n');
    expect((await readdir(past.source)).toSorted()).toEqual(['Documents', 'Pictures', 'will.odt']);
    await button('Done').click();
    await replace();
    await window.close();
    await eventually(async () => {
      const names = await readdir(join(past.source, 'Documents'));
      expect(names.toSorted()).toEqual(['Invoices', 'letter.odt']);
    });
    expect(await readFile(letter, 'utf8')).toContain('third');
  },
);

it(
  'says how much was fetched, and changes nothing where that is called off',
  { timeout: PATIENCE },
  async () => {
    // Otherwise sender and receiver would take all that the processor has.
    const slowly = { bandwidth: '8m' };
    const { past, server, window } = await remotePast((latest) => `root@box:${latest}`, slowly);
    const { option, button, shows } = hand(window);
    const pictures = join(past.parent, past.snapshots.at(-1) ?? 'none', 'Pictures');
    await writeFile(join(pictures, 'panorama.raw'), '');
    await truncate(join(pictures, 'panorama.raw'), 200 * 1024 ** 3);
    await option(/Pictures/).dblclick();
    await option(/panorama\.raw/).click();
    await button('Restore…').click();
    await shows('1 file is not there now.');
    await button(/^Restore “/).click();
    await window.getByRole('progressbar', { name: 'Restoring' }).waitFor();
    await shows(/^[\d.]+ MB of 215 GB$/);
    await button('Cancel').click();
    await shows('You stopped the restore, and nothing was changed.');
    expect((await readdir(past.source)).toSorted()).toEqual(['Documents', 'Pictures', 'will.odt']);
    expect(await readdir(join(past.source, 'Pictures'))).toEqual([]);
    await window.keyboard.press('Escape');
    await option(/panorama\.raw/).waitFor();
    expect((await server.log()).match(/Accepted publickey/g)).toHaveLength(1);
    await window.close();
    await eventually(async () => {
      expect(await server.connections()).toEqual([]);
    });
  },
);

it('finds names in all snapshots there', async () => {
  const { window } = await remotePast((latest) => `root@box:${latest}`);
  const { option } = hand(window);
  await option(/Documents/).waitFor();
  await window.keyboard.press('Control+f');
  await window.keyboard.type('old-plan');
  await option(/old-plan\.ods/).waitFor();
});

it('connects again where the connection has broken', async () => {
  const { past, server, window } = await remotePast((latest) => `root@box:${latest}`);
  const { option } = hand(window);
  await option(/Documents/).waitFor();
  for (const pid of await server.connections()) process.kill(pid, 'SIGKILL');
  await writeFile(join(past.source, 'Documents/letter.odt'), 'otherwise than ever before\n');
  await option(/Documents/).dblclick();
  await option(/letter\.odt.*differs from now/).waitFor();
  expect((await server.log()).match(/Accepted publickey/g)).toHaveLength(2);
});

/** As remotePast(), with what README has a daemon show. */
async function daemonPast(
  showsSnapshots: boolean,
): Promise<{ readonly past: Past; readonly window: Page }> {
  const { home, past } = await makePastForTest();
  const module = (name: string, path: string): readonly string[] => [
    ...[`[${name}]`, `path = ${path}`, 'uid = 0', 'gid = 0'],
  ];
  const shown = showsSnapshots ? module('anna-snapshots', past.parent) : [];
  const { port } = await rsyncDaemon([...module('anna', past.latest), ...shown, ''].join('\n'));
  const destination = `rsync://127.0.0.1:${String(port)}/anna`;
  return { past, window: await windowOf(home, { ...past.profile, destination }) };
}

it(
  'browses and restores what an rsync daemon shows, and says what it cannot',
  { timeout: PATIENCE },
  async () => {
    const { past, window } = await daemonPast(true);
    const { button, shows } = hand(window);
    await lookAndRestore(window, past);
    await button('Done').click();
    await window.getByRole('dialog').waitFor({ state: 'detached' });
    await button('This snapshot').click();
    await window.getByRole('menuitem', { name: /^Pin/ }).click();
    await shows(/keeps its snapshots itself/);
    await window.getByRole('searchbox', { name: 'Search all snapshots' }).fill('old-plan');
    await shows(/an rsync daemon tells only what is in one folder/);
    await openPage(window, 'Rotation');
    await shows(/removes them by rules of its own/);
  },
);

it('says of a daemon, and of a host that is not there, why nothing is to be seen', async () => {
  const daemon = await daemonPast(false);
  await hand(daemon.window).shows(/takes files, and shows no snapshots/);
  const nowhere = await remotePast((latest) => `root@no-such-host.invalid:${latest}`);
  await hand(nowhere.window).shows(/no-such-host/);
});
