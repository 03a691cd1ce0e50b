import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeTrayHost } from './fake-tray-host.js';
import { keyboardOf } from './keyboard.js';
import { isWiderThanWindow, useTheme, violations, zoom } from './looks.js';
import { processesNaming, type RunningProcess } from './running-processes.js';
import { startSecondInstance } from './second-instance.js';
import { eventually, makeHome, openPage, startApplication } from './test-application.js';
import type { TestApplication, TestHome } from './test-application.js';
import type {} from '../../renderer/backup-bridge.js';

let home: TestHome;
let tray: FakeTrayHost;
let application: TestApplication | null;

beforeEach(async () => {
  home = await makeHome();
  tray = await FakeTrayHost.start();
  application = null;
});

afterEach(async () => {
  await application?.stop();
  tray.stop();
  await home.remove();
});

describe('one instance', () => {
  it('started hidden waits in the tray, without a window', async () => {
    const { electron } = await start('--hidden');
    expect(await tray.tooltip()).toBe('System Backup\nNothing is backed up yet');
    expect(electron.windows()).toEqual([]);
    await tray.click('Open');
    const window = await electron.waitForEvent('window');
    await window.getByRole('heading', { name: 'Nothing is backed up yet' }).waitFor();
  });

  it('opens its window when it is started a second time', async () => {
    const { electron } = await start('--hidden');
    await tray.tooltip();
    const opened = electron.waitForEvent('window');
    await startSecondInstance(home);
    const window = await opened;
    await window.getByRole('heading', { name: 'Nothing is backed up yet' }).waitFor();
    await startSecondInstance(home);
    expect(electron.windows()).toHaveLength(1);
  });

  it('stays in the tray when a second start is hidden', async () => {
    const { electron } = await start('--hidden');
    await tray.tooltip();
    await startSecondInstance(home, '--hidden');
    expect(electron.windows()).toEqual([]);
  });

  it('ends when the person quits', async () => {
    const { electron } = await start('--hidden');
    const closed = electron.waitForEvent('close');
    await tray.click('Quit');
    await closed;
  });
});

describe('the window', () => {
  it('leaves no process of its own behind when it is closed, and can be opened again', async () => {
    const started = await start();
    const page = await started.window();
    await page.getByRole('heading', { name: 'Nothing is backed up yet' }).waitFor();
    await eventually(() => expect(windowProcesses()).not.toEqual([]));
    await page.close();
    await eventually(() => expect(windowProcesses()).toEqual([]));
    const opened = started.electron.waitForEvent('window');
    await tray.click('Open');
    await (await opened).getByRole('heading', { name: 'Nothing is backed up yet' }).waitFor();
  });

  it('is for everyone: axe finds nothing, in light and dark', async () => {
    const started = await start();
    const page = await started.window();
    const inBothThemes = async (): Promise<void> => {
      for (const theme of ['light', 'dark'] as const) {
        await useTheme(started, page, theme);
        expect(await violations(page)).toEqual([]);
      }
    };
    await page.getByRole('button', { name: 'Try it with a sample folder' }).waitFor();
    await inBothThemes();
    await page.getByRole('button', { name: 'Try it with a sample folder' }).click();
    await page.getByRole('button', { name: 'Back up now' }).click();
    await page.getByText(/^Finished in /).waitFor();
    await inBothThemes();
    await openPage(page, 'Snapshots');
    await page.getByRole('option', { name: /Projects/ }).click();
    await page.getByRole('button', { name: 'Restore…' }).waitFor();
    await inBothThemes();
    await openPage(page, 'Rotation');
    await inBothThemes();
    expect(started.complaints).toEqual([]);
  });

  it('is used with the keyboard alone', async () => {
    const page = await (await start()).window();
    const { tabTo } = keyboardOf(page);
    await page.getByRole('button', { name: 'Try it with a sample folder' }).waitFor();
    await tabTo(page.getByRole('button', { name: 'Try it with a sample folder' }));
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Back up now' }).waitFor();
    await tabTo(page.getByRole('button', { name: 'Back up now' }));
    await page.keyboard.press('Space');
    await page.getByText(/^Finished in /).waitFor();
    await tabTo(page.getByRole('tab', { name: 'Overview' }));
    await page.keyboard.press('ArrowRight');
    await page.getByRole('option', { name: /Projects/ }).waitFor();
    await tabTo(page.getByRole('listbox', { name: 'Folder' }));
    await page.keyboard.press('Home');
    await tabTo(page.getByRole('button', { name: 'Restore…' }));
    await page.keyboard.press('Enter');
    await page.getByText(/are the same already/).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('fits at 200 %, without anything to scroll sideways', async () => {
    const started = await start();
    const page = await started.window();
    await page.getByRole('button', { name: 'Try it with a sample folder' }).click();
    await page.getByRole('button', { name: 'Back up now' }).click();
    await page.getByText(/^Finished in /).waitFor();
    await zoom(started, page, 2);
    for (const name of [
      'Overview',
      'Snapshots',
      'Rotation',
      'Backups',
      'Log',
      'Settings',
      'About',
    ]) {
      await openPage(page, name);
      expect(await isWiderThanWindow(page)).toBe(false);
    }
  });
});

describe('the first start', () => {
  it('leads to a backup of a folder', async () => {
    const page = await (await start()).window();
    await page.getByRole('button', { name: 'Back up to a folder' }).click();
    await page.getByLabel('Folder to back up').fill(join(home.path, 'config'));
    await page.getByLabel('Folder for the backup').fill(join(home.path, 'backups/latest'));
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('You are not backed up yet.').waitFor();
    await page.getByRole('button', { name: 'Back up now' }).click();
    await page.getByText('You are safe.').waitFor();
  });

  it('says what is missing for a disk', async () => {
    const page = await (await start()).window();
    await page.getByRole('button', { name: 'Back up to a USB disk' }).click();
    await page.getByText(/^This computer knows no disk for backups yet\./).waitFor();
  });
});

describe('the walls around the window', () => {
  it('keep it away from Node, other pages, other windows and permissions', async () => {
    const { electron, window: open } = await start();
    const page = await open();
    const reached = await page.evaluate(async () => ({
      node: ['require', 'process', 'module', 'Buffer'].filter((name) => name in globalThis),
      bridge: Object.keys(window.backup),
      opened: window.open('https://example.org') !== null,
      permission: await Notification.requestPermission(),
      outside: (await fetch('app://window/..%2f..%2fpackage.json').catch(() => null))?.status,
    }));
    expect(reached).toEqual({
      node: [],
      bridge: ['ask', 'listen'],
      opened: false,
      permission: 'denied',
      outside: undefined,
    });
    expect(electron.windows()).toHaveLength(1);
    const prevented = await electron.evaluate(async ({ BrowserWindow }) => {
      const [only] = BrowserWindow.getAllWindows();
      const decided = new Promise<boolean>((resolve) => {
        only?.webContents.once('will-frame-navigate', (event) => resolve(event.defaultPrevented));
      });
      // It settles only with the navigation, which is refused.
      void only?.webContents.executeJavaScript("location.href = 'https://example.org'");
      return decided;
    });
    expect(prevented).toBe(true);
  });

  it('refuse questions that are not of the contract', async () => {
    const page = await (await start()).window();
    const code = await page.evaluate(async () => {
      const answer = await window.backup.ask('run:start', { profileId: '../../etc' });
      return answer.ok ? 'answered' : answer.failure.code;
    });
    expect(code).toBe('request-refused');
    const thrown = await page.evaluate(() =>
      window.backup.ask('shell:open' as 'run:cancel', null).then(
        () => 'answered',
        (error: unknown) => String(error),
      ),
    );
    expect(thrown).toContain('No channel shell:open');
  });

  it('refuse questions of any other window', async () => {
    const { electron, window } = await start();
    await window();
    const code = await electron.evaluate(async ({ app, BrowserWindow }) => {
      const preload = `${app.getAppPath()}/out/electron/preload.cjs`;
      const stranger = new BrowserWindow({ show: false, webPreferences: { preload } });
      await stranger.loadURL('data:text/html,stranger');
      return stranger.webContents.executeJavaScript(
        "window.backup.ask('view:read', null).then((answer) => answer.failure?.code)",
      ) as Promise<string>;
    });
    expect(code).toBe('request-refused');
  });
});

async function start(...args: readonly string[]): Promise<TestApplication> {
  application = await startApplication(home, args);
  return application;
}

/** Of all windows of the application. */
function windowProcesses(): readonly RunningProcess[] {
  return processesNaming(home.path).filter(({ commandLine }) =>
    commandLine.includes('--type=renderer'),
  );
}
