import { beforeAll, expect, it } from 'vitest';
import { describeTree, diskContents, type DiskContents } from './rig/disk-contents.js';
import type { Guest } from './rig/guest.js';
import { askHelper, callHelper, type HelperCall } from './rig/helper-call.js';
import { installProfile } from './rig/laptop.js';
import { holdProgram, slowRsync } from './rig/interposed-program.js';
import { resume } from './rig/scenario.js';
import type { UsbDisk } from './rig/usb-port.js';

/** Seconds from the pull to the helper's telling of it. */
const NOTICED_WITHIN = 5;

const machine = resume('backed-up');

let disk: UsbDisk;
let before: DiskContents;

/** The disk has a backup of some minutes ago, of which the next run keeps only its own; the source has changed since. */
beforeAll(async () => {
  const guest = machine();
  await installProfile(guest.root, {
    rotation: { scheme: { daily: 1 }, strict: true, preferRecent: true, keepNewest: true },
  });
  disk = await guest.disk('backed-up');
  await disk.plug();
  before = await diskContents(guest);
});

/** Each run begins with the disk that the one before left. */
async function expectEnded(guest: Guest, call: HelperCall): Promise<void> {
  const { exitCode, error, finished } = await call.done();
  expect(exitCode).toBe(1);
  expect(finished?.outcome).toBe('failed');
  expect(error?.code).toBe('disk-gone');
  expect(error?.advice).not.toBe('');
  await disk.plug();
  await guest.settled();
}

it('a disk pulled while rsync is copying files ends the run soon, and the next one works so far', async () => {
  const guest = machine();
  const restoreSpeed = await slowRsync(guest.root);
  const call = await callHelper(guest);
  await call.copying();
  // From now on nothing touches the disk, which could tell that it has gone.
  await guest.root.run('pkill', ['--signal', 'STOP', '--exact', 'rsync']);
  await disk.unplug();
  expect(await secondsUntilNoticed(guest)).toBeLessThan(NOTICED_WITHIN);
  await guest.root.run('pkill', ['--signal', 'CONT', '--exact', 'rsync']);
  await expectEnded(guest, call);
  await restoreSpeed();
});

it.each([
  ['unlocking', '/usr/sbin/cryptsetup', 'open'],
  ['taking the snapshot', '/usr/bin/cp', '--link'],
  ['removing old snapshots', '/usr/bin/rm', '/mnt/backups'],
])(
  'a disk pulled while %s ends the run, and the next one works so far',
  async (_moment, path, argument) => {
    const guest = machine();
    const program = await holdProgram(guest.root, path, argument);
    const call = await callHelper(guest);
    await program.held();
    await disk.unplug();
    await program.release();
    await expectEnded(guest, call);
  },
);

it('after all that the next run works, and every snapshot is whole', async () => {
  const guest = machine();
  const interrupted = await diskContents(guest);
  for (const name of before.snapshots) {
    if (interrupted.snapshots.includes(name)) {
      expect(interrupted.trees[name]).toBe(before.trees[name]);
    }
  }
  const { error, finished } = await askHelper(guest);
  expect(error).toBeUndefined();
  expect(finished).toMatchObject({ outcome: 'complete', safeToUnplug: true });
  const after = await diskContents(guest);
  expect(after.snapshots).toEqual([finished?.snapshot]);
  expect(after.others).toEqual(['.rsync-system-backup', 'latest']);
  expect(after.trees['latest']).toBe(await describeTree(guest, '/home/tester/data'));
  expect(after.trees[finished?.snapshot ?? '']).toBe(after.trees['latest']);
});

it('a disk pulled while somebody held a file of it is named with who holds it, and works when they let go', async () => {
  const guest = machine();
  await guest.root.script('cryptdisks_start backups; mount /mnt/backups');
  await guest.root.script(
    'setsid sh -c "exec 3>>/mnt/backups/held; exec sleep 600" > /dev/null 2>&1 < /dev/null &',
  );
  await guest.root.waitUntil('pgrep --exact sleep');
  await disk.unplug();
  await guest.root.waitUntil(`[ ! -e ${disk.device} ]`);
  await disk.plug();
  await guest.settled();
  const held = await askHelper(guest);
  expect(held.error?.code).toBe('disk-stale');
  expect(held.error?.message).toContain('sleep');
  await guest.root.run('pkill', ['--exact', 'sleep']);
  const { error, finished } = await askHelper(guest);
  expect(error).toBeUndefined();
  expect(finished).toMatchObject({ outcome: 'complete', safeToUnplug: true });
});

/** By the guest's own clock, from the kernel's word to the helper's. */
async function secondsUntilNoticed(guest: Guest): Promise<number> {
  const log = `journalctl --quiet --boot --output=short-unix --after-cursor='${guest.cursor}'`;
  await guest.root.waitUntil(
    `${log} --identifier=rsync-system-backup-helper | grep --quiet 'disk-gone'`,
  );
  const output = await guest.root.script(`
    log() { ${log} "$@"; }
    log --dmesg | grep 'USB disconnect' | tail -n 1
    log --identifier=rsync-system-backup-helper | grep 'disk-gone' | tail -n 1`);
  const [gone = 0, noticed = 0] = output.split('\n').map((line) => Number.parseFloat(line));
  return noticed - gone;
}
