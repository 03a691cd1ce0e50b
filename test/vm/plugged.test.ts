import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApplication } from './rig/application.js';
import { watchDesktop, type Desktop } from './rig/desktop.js';
import { describeTree, diskContents } from './rig/disk-contents.js';
import { diskMounts, guestFacts } from './rig/guest-facts.js';
import type { Guest } from './rig/guest.js';
import { holdProgram } from './rig/interposed-program.js';
import { sayPhases } from './rig/say-phases.js';
import { resume } from './rig/scenario.js';
import type { UsbDisk } from './rig/usb-port.js';

/** Milliseconds; the emulated machine is slow. */
const RUN_LIMIT = 150_000;

const FINISHED = /Finished in .*“backups” can be unplugged\./;

const machine = resume('ready');

let disk: UsbDisk;
let desktop: Desktop;

beforeAll(async () => {
  disk = await machine().disk('backups');
  desktop = watchDesktop(machine().root);
});

afterAll(() => {
  desktop.stop();
});

async function helperCalls(guest: Guest): Promise<number> {
  const entries = await guest.journal();
  return entries.filter(({ message }) => message.startsWith('run “laptop” for')).length;
}

async function pull(guest: Guest): Promise<void> {
  await disk.unplug();
  await guest.root.waitUntil(`[ ! -e ${disk.device} ]`);
}

describe('the disk', () => {
  it('was there already when the application started, and is backed up', async () => {
    const guest = machine();
    await disk.plug();
    await guest.settled();
    await startApplication(guest.root);
    await desktop.notification(({ body }) => FINISHED.test(body), RUN_LIMIT);
  });

  it('comes again within the minimum interval, and is not backed up; “Back up now” does it all the same', async () => {
    const guest = machine();
    await pull(guest);
    await disk.plug();
    const said = 'does not start: the last backup is recent';
    await guest.root.waitUntil(`grep -q "${said}" /run/rig/application/std*[tr]`);
    expect(await helperCalls(guest)).toBe(1);
    await desktop.clickMenu('Back up now');
    await desktop.notification(({ body }) => FINISHED.test(body), RUN_LIMIT);
    expect(await helperCalls(guest)).toBe(2);
  });

  it('comes later, and is unlocked, backed up and locked, by an ordinary user, without a password', async () => {
    const guest = machine();
    await pull(guest);
    await guest.root.run('date', ['--set', '+2 hours']);
    const plugged = Number(await guest.root.run('date', ['+%s%3N']));
    await disk.plug();
    await desktop.notification(({ body }) => body === 'The backup has started.', RUN_LIMIT);
    const { title } = await desktop.notification(({ body }) => FINISHED.test(body), RUN_LIMIT);
    expect(title).toBe('Laptop');
    const facts = await guestFacts(guest.root);
    expect(facts.mappings).toEqual([]);
    expect(diskMounts(facts)).toEqual([]);
    console.log(sayPhases(await guest.journal(), plugged).join('\n'));
    const { snapshots, trees, runs } = await diskContents(guest);
    // Of the two within the hour, rotation keeps one.
    expect(snapshots).toHaveLength(2);
    expect(trees[snapshots[1] ?? '']).toBe(await describeTree(guest, '/home/tester/data'));
    expect(runs.map(({ outcome }) => outcome)).toEqual(['complete', 'complete', 'complete']);
  });

  it('is put away when the helper is killed, and the person is told', async () => {
    const guest = machine();
    const rsync = await holdProgram(guest.root, '/usr/bin/rsync', '--delete');
    await desktop.clickMenu('Back up now');
    await rsync.held();
    await guest.root.script("pkill --signal KILL --full 'out/[h]elper/.* run laptop'");
    await rsync.release();
    await desktop.notification(
      ({ body }) => body.includes('stopped before it was finished'),
      RUN_LIMIT,
    );
    await guest.root.waitUntil('! dmsetup ls | grep -q backups');
  });

  it('is put away when the application is killed', async () => {
    const guest = machine();
    const rsync = await holdProgram(guest.root, '/usr/bin/rsync', '--delete');
    await desktop.clickMenu('Back up now');
    await rsync.held();
    await guest.root.script("pkill --signal KILL --full '[r]sync-system-backup .*--hidden'");
    await rsync.release();
    await guest.root.waitUntil('! pgrep --full out/[h]elper && ! dmsetup ls | grep -q backups');
  });
});
