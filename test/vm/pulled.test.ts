import { expect, it } from 'vitest';
import { describeTree, diskContents } from './rig/disk-contents.js';
import type { Guest } from './rig/guest.js';
import { askHelper, callHelper } from './rig/helper-call.js';
import { installProfile } from './rig/laptop.js';
import { pauseProgram, stopAtStart } from './rig/paused-program.js';
import { resume } from './rig/scenario.js';
import type { UsbDisk } from './rig/usb-port.js';

/** Seconds from the pull to the end of everything that ran. */
const NOTICED_WITHIN = 5;

/** A guest whose disk has a backup of some hours ago, and a source that has changed since. */
async function guestWithBackup(): Promise<{ readonly guest: Guest; readonly disk: UsbDisk }> {
  const guest = await resume('backed-up');
  await installProfile(guest.root, {
    rotation: { scheme: { daily: 1 }, strict: true, preferRecent: true, keepNewest: true },
  });
  const disk = await guest.disk('backed-up');
  await disk.plug();
  await guest.settled();
  return { guest, disk };
}

/** The moment, as the program that has just been started in it. */
const MOMENTS = {
  unlocking: 'cryptsetup',
  'copying files': 'rsync',
  'taking the snapshot': 'cp',
  'removing old snapshots': 'rm',
} as const;

it.each(Object.entries(MOMENTS))(
  'a disk pulled while %s ends the run, and the next one works',
  async (_moment, program) => {
    const { guest, disk } = await guestWithBackup();
    const before = await diskContents(guest);
    // It is over sooner than anybody outside could stop it.
    if (program === 'rm') await stopAtStart(guest, program, '/mnt/backups');
    const call = await callHelper(guest);
    const paused = await pauseProgram(guest, program);
    await disk.unplug();
    const pulled = performance.now();
    await paused.resume();
    const { exitCode, error, finished } = await call.done();
    const seconds = (performance.now() - pulled) / 1000;
    console.log(`vm: ${program} pulled, over after ${seconds.toFixed(1)} s`);
    expect(exitCode).toBe(1);
    expect(finished?.outcome).toBe('failed');
    expect(error?.code).toBe('disk-gone');
    expect(error?.advice).not.toBe('');
    await disk.plug();
    await guest.settled();
    const next = await askHelper(guest);
    expect(next.error).toBeUndefined();
    expect(next.finished).toMatchObject({ outcome: 'complete', safeToUnplug: true });
    const after = await diskContents(guest);
    expect(after.trees['latest']).toBe(await describeTree(guest, '/home/tester/data'));
    expect(after.trees[next.finished?.snapshot ?? '']).toBe(after.trees['latest']);
    for (const name of before.snapshots.filter((name) => after.snapshots.includes(name))) {
      expect(after.trees[name]).toBe(before.trees[name]);
    }
  },
);

it('a pulled disk is noticed within five seconds, though nothing touches it', async () => {
  const { guest, disk } = await guestWithBackup();
  const call = await callHelper(guest);
  const paused = await pauseProgram(guest, 'rsync');
  const pulled = performance.now();
  await disk.unplug();
  await guest.root.script(`
    until journalctl --quiet --after-cursor='${guest.cursor}' --identifier=rsync-system-backup-helper |
      grep -q disk-gone; do sleep 0.1; done`);
  const seconds = (performance.now() - pulled) / 1000;
  await paused.resume();
  expect((await call.done()).error?.code).toBe('disk-gone');
  expect(seconds).toBeLessThan(NOTICED_WITHIN);
});

it('a disk pulled while somebody held a file of it works at the next plug', async () => {
  const { guest, disk } = await guestWithBackup();
  await guest.root.script('cryptdisks_start backups; mount /mnt/backups');
  await guest.root.script(
    'setsid sh -c "exec 3>>/mnt/backups/held; exec sleep 600" > /dev/null 2>&1 < /dev/null &',
  );
  await disk.unplug();
  await guest.root.run('sleep', ['2']);
  await disk.plug();
  await guest.settled();
  const { error, finished } = await askHelper(guest);
  expect(error).toBeUndefined();
  expect(finished).toMatchObject({ outcome: 'complete', safeToUnplug: true });
});
