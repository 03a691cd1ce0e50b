import { mkdtemp, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron } from 'playwright-core';
import type { ElectronApplication, Page } from 'playwright-core';
import { expect, vi } from 'vitest';
import { processesNaming } from './running-processes.js';

const APPLICATION = fileURLToPath(new URL('../..', import.meta.url));

/** A home directory of one test. */
export interface TestHome {
  readonly path: string;
  readonly settings: string;
  readonly demonstration: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly remove: () => Promise<void>;
}

export async function makeHome(): Promise<TestHome> {
  const path = await mkdtemp(join(tmpdir(), 'rsync-system-backup-app-'));
  const directory = join(path, 'config/rsync-system-backup');
  await mkdir(directory, { recursive: true });
  return {
    path,
    settings: join(directory, 'settings.json'),
    demonstration: join(path, 'data/rsync-system-backup/demonstration'),
    environment: {
      HOME: path,
      XDG_CONFIG_HOME: join(path, 'config'),
      XDG_DATA_HOME: join(path, 'data'),
      XDG_CACHE_HOME: join(path, 'cache'),
      LANG: 'en_GB.UTF-8',
      NO_AT_BRIDGE: '1',
      // Programs that a test puts there are found first.
      PATH: `${join(path, 'bin')}:${process.env['PATH'] ?? ''}`,
    },
    remove: () => rm(path, { recursive: true, force: true }),
  };
}

export interface TestApplication {
  readonly electron: ElectronApplication;
  readonly pid: number;
  /** All that the windows complained about: errors and violated policies. */
  readonly complaints: readonly string[];
  readonly window: () => Promise<Page>;
  /** Ends the application whatever it is doing, and waits until it has gone. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts the built application, as a person who has the home directory `home`.
 *
 * @param executablePath what starts Electron, in a namespace for example; null: Electron itself
 */
export async function startApplication(
  home: TestHome,
  args: readonly string[] = [],
  executablePath: string | null = null,
): Promise<TestApplication> {
  const electron = await _electron.launch({
    ...(executablePath === null ? {} : { executablePath }),
    // There is no graphics card: its process would end at once, upon which now and then no window ever loads.
    args: [APPLICATION, '--disable-gpu', ...args],
    env: { ...inherited(), ...home.environment },
    colorScheme: null,
  });
  const child = electron.process();
  const complaints: string[] = [];
  electron.on('window', (page) => {
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
  });
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  return {
    electron,
    pid: child.pid ?? 0,
    complaints,
    window: () => electron.firstWindow(),
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await gone;
      // Its helpers end a moment later, and write into the home directory until then.
      await eventually(() => {
        expect(processesNaming(home.path)).toEqual([]);
      });
    },
  };
}

/** Goes to a page of the window. */
export async function openPage(window: Page, name: string): Promise<void> {
  await window.getByRole('tab', { name, exact: true }).click();
}

/** For what takes as long as it takes. */
export function eventually<T>(check: () => T | Promise<T>, timeout = 30_000): Promise<T> {
  return vi.waitFor(check, { timeout, interval: 50 });
}

function inherited(): Record<string, string> {
  const entries = Object.entries(process.env);
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => !!entry[1]));
}
