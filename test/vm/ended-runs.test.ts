import { afterAll, beforeAll, expect, it } from 'vitest';
import { startApplication } from './rig/application.js';
import { watchDesktop, type Desktop } from './rig/desktop.js';
import type { Guest } from './rig/guest.js';
import { slowRsync } from './rig/interposed-program.js';
import { addLargeFile } from './rig/laptop.js';
import { resume } from './rig/scenario.js';

/** Milliseconds; the emulated machine is slow. */
const RUN_LIMIT = 150_000;

/** The display goes with the person: then Chromium ends by exit(3), which takes away what its other threads still use. */
const CHROMIUM_WITHOUT_DISPLAY = /^ThreadPool\w+\[\d+\]: segfault .* in rsync-system-backup\[/;

const machine = resume('ready', CHROMIUM_WITHOUT_DISPLAY);

let desktop: Desktop;

beforeAll(async () => {
  const { root } = machine();
  desktop = watchDesktop(root);
  await addLargeFile(root);
  await slowRsync(root);
  await startApplication(root);
});

afterAll(() => {
  desktop.stop();
});

const COPYING = 'pgrep --exact rsync';
const LOCKED = '! dmsetup ls | grep -q backups && ! pgrep --full out/[h]elper';

async function backUpUntilCopying(guest: Guest): Promise<void> {
  await desktop.clickMenu('Back up now');
  await guest.root.waitUntil(COPYING);
}

it('a run that is cancelled in the tray menu ends, and the disk can be unplugged', async () => {
  const guest = machine();
  await (await guest.disk('backups')).plug();
  await guest.root.waitUntil(COPYING);
  await desktop.clickMenu('Cancel');
  const { body } = await desktop.notification(({ body }) => /cancelled/.test(body), RUN_LIMIT);
  expect(body).toContain('“backups” can be unplugged');
  expect((await desktop.tray()).menu.map(({ label }) => label)).toContain('Back up now');
});

it('a machine that sleeps over a run goes on with it', async () => {
  const guest = machine();
  await backUpUntilCopying(guest);
  await guest.sleep();
  await guest.root.script(COPYING);
  await desktop.notification(
    ({ body }) => /^Finished in .*“backups” can be unplugged\./.test(body),
    RUN_LIMIT,
  );
});

it('a person who quits over a run is asked, and the application ends after the disk is locked', async () => {
  const guest = machine();
  await addLargeFile(guest.root);
  await backUpUntilCopying(guest);
  await desktop.clickMenu('Quit');
  await guest.inSession([
    ...([
      'xdotool',
      'search',
      '--sync',
      '--onlyvisible',
      '--class',
      'rsync-system-backup',
    ] as const),
    ...['windowfocus', '--sync', 'key', 'Tab', 'Return'],
  ]);
  await guest.root.waitUntil("! pgrep --full '[r]sync-system-backup .*--hidden'");
  await guest.root.waitUntil(LOCKED, 1);
});

it('a person who logs out over a run leaves a locked disk', async () => {
  const guest = machine();
  await startApplication(guest.root);
  await backUpUntilCopying(guest);
  await guest.root.run('loginctl', ['terminate-user', 'tester']);
  await guest.root.waitUntil(LOCKED);
});
