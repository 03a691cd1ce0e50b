import { describe, expect, it } from 'vitest';
import { systemClock } from '../../main/system/clock.js';
import { watchDesktop } from './rig/desktop.js';
import { describeTree, diskContents } from './rig/disk-contents.js';
import { diskMounts, guestFacts } from './rig/guest-facts.js';
import type { Guest } from './rig/guest.js';
import { startApplication } from './rig/application.js';
import { resume } from './rig/scenario.js';
import { sayPhases } from './rig/say-phases.js';

/** Milliseconds; the emulated machine is slow. */
const RUN_LIMIT = 120_000;

const FINISHED = /Finished in .*“backups” can be unplugged\./;

async function helperCalls(guest: Guest): Promise<number> {
  const entries = await guest.journal(['SYSLOG_IDENTIFIER=rsync-system-backup-helper']);
  return entries.filter(({ message }) => message.startsWith('run “laptop” for')).length;
}

describe('the disk is plugged in while the application sits in the tray', () => {
  it('and is unlocked, backed up and locked, by an ordinary user, without a password', async () => {
    const guest = await resume('application');
    const desktop = watchDesktop(guest.root);
    const disk = await guest.disk('backups');
    await disk.plug();
    const plugged = systemClock.now().getTime();
    await desktop.notification(({ body }) => body === 'The backup has started.', RUN_LIMIT);
    const { title } = await desktop.notification(({ body }) => FINISHED.test(body), RUN_LIMIT);
    expect(title).toBe('Laptop');
    const facts = await guestFacts(guest.root);
    expect(facts.mappings).toEqual([]);
    expect(diskMounts(facts)).toEqual([]);
    console.log(sayPhases(await guest.journal(), plugged).join('\n'));
    const { snapshots, trees, runs } = await diskContents(guest);
    expect(snapshots).toHaveLength(1);
    expect(trees[snapshots[0] ?? '']).toBe(await describeTree(guest, '/home/tester/data'));
    expect(runs.map(({ outcome }) => outcome)).toEqual(['complete']);
  });

  it('twice within the minimum interval, and is backed up once; “Back up now” does it all the same', async () => {
    const guest = await resume('application');
    const desktop = watchDesktop(guest.root);
    const disk = await guest.disk('backups');
    await disk.plug();
    await desktop.notification(({ body }) => FINISHED.test(body), RUN_LIMIT);
    await disk.unplug();
    await guest.root.script(`until [ ! -e ${disk.device} ]; do sleep 0.1; done`);
    await disk.plug();
    await guest.settled();
    await guest.root.script(
      'timeout 60 sh -c \'until grep -q "does not start: the last backup is recent" /run/rig/application/std*[tr]; do sleep 0.2; done\'',
    );
    expect(await helperCalls(guest)).toBe(1);
    await desktop.clickMenu('Back up now');
    await desktop.notification(({ body }) => FINISHED.test(body), RUN_LIMIT);
    expect(await helperCalls(guest)).toBe(2);
  });

  it('and was there already when the application started', async () => {
    const guest = await resume('application');
    const desktop = watchDesktop(guest.root);
    await desktop.clickMenu('Quit');
    await guest.root.script(
      "while pgrep --full 'rsync-system-backup .*--hidden'; do sleep 0.2; done",
    );
    await (await guest.disk('backups')).plug();
    await guest.settled();
    await startApplication(guest.root);
    await desktop.notification(({ body }) => FINISHED.test(body), RUN_LIMIT);
  });

  it('and the helper is killed: the application puts the disk away and says so', async () => {
    const guest = await resume('application');
    const desktop = watchDesktop(guest.root);
    await (await guest.disk('backups')).plug();
    await guest.root.script('until pkill --signal STOP --exact rsync; do sleep 0.01; done');
    await guest.root.script(
      "pkill --signal KILL --full 'out/helper/.* run laptop'; pkill --signal CONT --exact rsync || true",
    );
    await desktop.notification(
      ({ body }) => body.includes('stopped before it was finished'),
      RUN_LIMIT,
    );
    await guest.root.script(
      "timeout 60 sh -c 'while dmsetup ls | grep -q backups; do sleep 0.2; done'",
    );
  });

  it('and the application is killed: the run ends cleanly', async () => {
    const guest = await resume('application');
    await (await guest.disk('backups')).plug();
    await guest.root.script('until pgrep --exact rsync > /dev/null; do sleep 0.01; done');
    await guest.root.script("pkill --signal KILL --full 'rsync-system-backup .*--hidden'");
    await guest.root.script(
      "timeout 60 sh -c 'while pgrep --full out/helper || dmsetup ls | grep -q backups; do sleep 0.2; done'",
    );
  });
});
