import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, it, onTestFinished } from 'vitest';
import { sshServer, type SshServer } from '../support/ssh-server.js';
import { makePastForTest, type Past } from './past.js';
import { writeSettings } from './settings-of-test.js';
import { eventually, openPage, startApplication } from './test-application.js';

interface RemotePast {
  readonly past: Past;
  readonly server: SshServer;
  readonly window: Page;
}

/** A window before the past of a person that is on another machine. */
async function remotePast(destination: (latest: string) => string): Promise<RemotePast> {
  const { home, past } = await makePastForTest();
  const server = await sshServer();
  const profile = { ...past.profile, destination: destination(past.latest) };
  await writeSettings(home, { profiles: [profile] });
  const environment = { ...home.environment, ...server.environment };
  const application = await startApplication({ ...home, environment });
  onTestFinished(application.stop);
  const window = await application.window();
  await openPage(window, 'Snapshots');
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

it('browses, compares and restores what is on another machine', async () => {
  const { past, server, window } = await remotePast((latest) => `root@box:${latest}`);
  const { option, button, shows } = hand(window);
  await rm(join(past.source, 'will.odt'));
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
  // All of it over one connection, which goes with the window.
  expect((await server.log()).match(/Accepted publickey/g)).toHaveLength(1);
  await window.close();
  await eventually(async () => {
    expect(await server.connections()).toEqual([]);
  });
});

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

it('says of a daemon’s module, and of a host that is not there, why nothing is to be seen', async () => {
  const daemon = await remotePast(() => 'rsync://127.0.0.1:9/module');
  await hand(daemon.window).shows(/rsync daemon, which takes files only/);
  const nowhere = await remotePast((latest) => `root@no-such-host.invalid:${latest}`);
  await hand(nowhere.window).shows(/no-such-host/);
});
