import { spawn } from 'node:child_process';
import { mkdir, readlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { changeableInside, privateNamespace } from '../support/private-namespace.js';
import { sessionBus } from '../support/session-bus.js';
import { desktopForTest } from './desktop-for-test.js';
import { processesNaming } from './running-processes.js';
import { folderProfile, writeSettings } from './settings-of-test.js';
import { eventually, type TestHome } from './test-application.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const ELECTRON = createRequire(import.meta.url)('electron') as string;

/** Milliseconds: it is started again after ten seconds. */
const WAIT = 60_000;

it(
  'is back and backs up after the bus of the system alone was restarted, but not after it was told to end',
  { timeout: 240_000 },
  async () => {
    const { home, tray, notifications } = await desktopForTest();
    await mkdir(join(home.path, 'Letters'));
    await writeFile(join(home.path, 'Letters/To Ada.txt'), 'Dear Ada');
    await writeSettings(home, { profiles: [folderProfile(home, 'letters', 'Letters')] });
    const bus = await sessionBus();
    await startInstalled(home, { DBUS_SYSTEM_BUS_ADDRESS: bus.address });
    // The link names machine and process.
    const owner = async (): Promise<number> => {
      const link = await readlink(join(home.path, 'config/rsync-system-backup/SingletonLock'));
      return Number(link.split('-').at(-1));
    };
    const first = await eventually(owner, WAIT);
    expect(await tray.tooltip()).toMatch(/^System Backup/);
    await eventually(() => expect(keepersOf(home)).toHaveLength(1), WAIT);
    await bus.restart();
    await eventually(async () => expect(await owner()).not.toBe(first), WAIT);
    // What was there before may be asked until it has gone from the bus.
    await eventually(() => tray.click('Back up now'), WAIT);
    await eventually(() => {
      expect(notifications.sent.at(-1)?.body).toMatch(/^Finished in /);
    }, WAIT);
    process.kill(await owner(), 'SIGTERM');
    await eventually(() => expect(processesNaming(home.path)).toEqual([]), WAIT);
  },
);

/** What Electron takes for an installed application: it goes by another name, and has the program beside it. */
async function startInstalled(
  home: TestHome,
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  const namespace = await privateNamespace();
  const directory = dirname(ELECTRON);
  const program = join(directory, 'rsync-system-backup');
  await changeableInside(namespace, directory);
  await namespace.run('ln', ['--symbolic', ROOT, join(directory, 'resources/app')]);
  await namespace.run('touch', [program]);
  await namespace.run('mount', ['--bind', ELECTRON, program]);
  onTestFinished(async () => {
    for (const { pid } of processesNaming(home.path)) process.kill(pid, 'SIGKILL');
    await eventually(() => expect(processesNaming(home.path)).toEqual([]));
  });
  const [enter, ...before] = namespace.enter;
  // Unknown to Chromium: the processes of this test are known by it.
  const mark = `--of-test=${home.path}`;
  const options = ['--no-sandbox', '--disable-gpu', mark, '--hidden'];
  spawn(enter, [...before, program, ...options], {
    env: { ...process.env, ...home.environment, ...environment },
    stdio: 'ignore',
  });
}

function keepersOf(home: TestHome) {
  return processesNaming(home.path).filter(({ commandLine }) =>
    commandLine.includes('keep-running'),
  );
}
