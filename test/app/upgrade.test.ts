import { spawn } from 'node:child_process';
import { cp, readFile, readlink, rename } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { FakeTrayHost } from './fake-tray-host.js';
import { processesNaming } from './running-processes.js';
import { eventually, makeHome } from './test-application.js';

const electronPath = createRequire(import.meta.url)('electron') as string;

it(
  'an upgrade puts the new application into the tray in place of the old one',
  { timeout: 240_000 },
  async () => {
    const home = await makeHome();
    const program = join(home.path, 'program');
    await cp('out', join(program, 'out'), { recursive: true });
    await cp('package.json', join(program, 'package.json'));
    const tray = await FakeTrayHost.start();
    onTestFinished(async () => {
      for (const { pid } of processesNaming(home.path)) process.kill(pid, 'SIGKILL');
      await eventually(() => expect(processesNaming(home.path)).toEqual([]));
      tray.stop();
      await home.remove();
    });
    spawn(electronPath, ['--no-sandbox', '--disable-gpu', program, '--hidden'], {
      env: { ...process.env, ...home.environment },
      stdio: 'ignore',
    });
    // The link names machine and process.
    const owner = (): Promise<string> =>
      readlink(join(home.path, 'config/rsync-system-backup/SingletonLock'));
    const before = await eventually(owner);
    expect(await tray.tooltip()).toMatch(/^System Backup/);
    const application = join(program, 'out/electron/app.mjs');
    await cp(application, `${application}.dpkg-new`);
    await rename(`${application}.dpkg-new`, application);
    await eventually(async () => expect(await owner()).not.toBe(before), 180_000);
    // pkexec does not start with fewer.
    const pid = (await owner()).split('-').at(-1) ?? '';
    expect(await readFile(`/proc/${pid}/status`, 'utf8')).toMatch(/^NoNewPrivs:\s+0$/m);
    // What was there before may be asked until it has gone from the bus.
    await eventually(async () => expect(await tray.tooltip()).toMatch(/^System Backup/), 60_000);
  },
);
