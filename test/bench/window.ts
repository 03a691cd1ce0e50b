/**
 * The real window on 1,000 snapshots and a folder of 100,000 entries: until both are painted, how it scrolls, and what it takes of
 * memory. On a display without a graphics card, so that scrolling is the processor's work.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { _electron, type Page } from 'playwright-core';
import { DEFAULT_REMOTE_CHOICES } from '../../main/shared/remote-choices.js';
import { DEFAULT_ROTATION_POLICY } from '../../main/shared/rotation-policy.js';
import { EMPTY_SETTINGS } from '../../main/shared/settings.js';
import { startDesktop } from './rig/desktop.js';
import { makeFolder, makeSnapshots } from './rig/many-snapshots.js';
import { costOf } from './rig/process-cost.js';
import { spread } from './rig/timed-command.js';

const ROUNDS = 5;
const SCROLL_SECONDS = 3;

/** A home with its backups; the newest snapshot, and the folder itself, have the large folder. */
function makeHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'rsync-system-backup-window-'));
  const [source, backups] = [join(home, 'anna'), join(home, 'backups')];
  makeSnapshots(backups, 999);
  makeFolder(join(source, 'many'), 100_000);
  makeFolder(join(backups, '2026-11-01 12:00:00/many'), 100_000);
  const directory = join(home, 'config/rsync-system-backup');
  mkdirSync(directory, { recursive: true });
  const profile = {
    ...{ id: 'anna', name: 'Anna', source, destination: join(backups, 'latest') },
    ...{ cryptoName: null, mountPoint: null, remote: DEFAULT_REMOTE_CHOICES, excludes: [] },
    ...{ multiFs: false, rotation: DEFAULT_ROTATION_POLICY },
    ...{ skipUnchanged: true, destinationId: null },
  };
  const settings = { ...EMPTY_SETTINGS, profiles: [profile] };
  writeFileSync(join(directory, 'settings.json'), JSON.stringify(settings));
  return home;
}

/** Milliseconds from doing something until what it leads to has been painted; both are told as JavaScript of the window. */
function painted(window: Page, act: string, isThere: string): Promise<number> {
  return window.evaluate(`(async () => {
    const frame = () => new Promise(requestAnimationFrame);
    const start = performance.now();
    ${act};
    while (!(${isThere})) await frame();
    await frame();
    return performance.now() - start;
  })()`);
}

/** Milliseconds of each frame while a list is scrolled by ten rows a frame. */
function scrolled(window: Page, list: string): Promise<readonly number[]> {
  return window.evaluate(`(async () => {
    const list = document.querySelector('${list}');
    const times = [];
    let last = await new Promise(requestAnimationFrame);
    const end = last + ${String(SCROLL_SECONDS * 1000)};
    while (last < end) {
      list.scrollTop += 320;
      const now = await new Promise(requestAnimationFrame);
      times.push(now - last);
      last = now;
    }
    return times;
  })()`);
}

const row = (list: string, text: string): string =>
  `[...document.querySelectorAll('${list} [role=option]')].find((one) => one.textContent.includes('${text}'))`;
const tab = (name: string): string =>
  `[...document.querySelectorAll('[role=tab]')].find((one) => one.textContent === '${name}').click()`;

async function rounds(measure: () => Promise<number>, back: () => Promise<unknown>) {
  const times: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    times.push(await measure());
    await back();
  }
  // The first one warms up.
  return spread(times.slice(1));
}

const desktop = await startDesktop();
const home = makeHome();
const electron = await _electron.launch({
  args: [resolve('.'), '--no-sandbox', '--disable-gpu'],
  env: {
    ...(process.env as Record<string, string>),
    ...desktop.environment,
    ...{ HOME: home, NO_AT_BRIDGE: '1', XDG_CONFIG_HOME: join(home, 'config') },
    ...{ XDG_DATA_HOME: join(home, 'data'), XDG_CACHE_HOME: join(home, 'cache') },
  },
});
try {
  const window = await electron.firstWindow();
  await window.getByRole('tab', { name: 'Snapshots' }).waitFor();
  const list = await rounds(
    () => painted(window, tab('Snapshots'), row('.timeline', 'Now')),
    () => painted(window, tab('Rotation'), `document.querySelector('.fates li')`),
  );
  console.log(`1,000 snapshots painted      ${list} ms   goal of the list alone 100 ms`);
  await painted(window, tab('Snapshots'), row('.folder', 'many'));
  const folder = await rounds(
    () =>
      painted(
        window,
        `${row('.folder', 'many')}.dispatchEvent(new MouseEvent('dblclick', { bubbles: true }))`,
        row('.folder', 'IMG_000000'),
      ),
    async () => {
      await window.keyboard.press('Backspace');
      await painted(window, '', row('.folder', 'many'));
    },
  );
  console.log(`100,000 entries painted      ${folder} ms   goal 300 ms`);
  await window.getByRole('option', { name: 'many' }).dblclick();
  await painted(window, '', row('.folder', 'IMG_000000'));
  for (const name of ['.folder', '.timeline']) {
    const frames = await scrolled(window, name);
    const perSecond = (frames.length / SCROLL_SECONDS).toFixed(0);
    console.log(
      `scrolling ${name.slice(1).padEnd(10)} ${perSecond} frames a second, in milliseconds ${spread(frames)}   goal 60`,
    );
  }
  const { pssMegabytes, processes } = costOf(electron.process().pid ?? 0);
  console.log(
    `memory with that window      ${pssMegabytes.toFixed(0)} MB PSS of ${String(processes)} processes`,
  );
} finally {
  await electron.close();
  await desktop.stop();
  rmSync(home, { recursive: true, force: true });
}
