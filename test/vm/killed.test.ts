import { expect, it } from 'vitest';
import { describeTree, diskContents } from './rig/disk-contents.js';
import type { DiskContents } from './rig/disk-contents.js';
import type { Guest } from './rig/guest.js';
import { askHelper, callHelper } from './rig/helper-call.js';
import { pauseProgram } from './rig/paused-program.js';
import { resume } from './rig/scenario.js';

async function guestWithBackup(): Promise<Guest> {
  const guest = await resume('backed-up');
  await (await guest.disk('backed-up')).plug();
  await guest.settled();
  return guest;
}

/** Every snapshot is as it was taken, and the next run finds nothing in its way. */
async function expectNextRunToWork(guest: Guest, before: DiskContents): Promise<void> {
  const interrupted = await diskContents(guest);
  expect(interrupted.snapshots).toEqual(before.snapshots);
  for (const name of before.snapshots) {
    expect(interrupted.trees[name]).toBe(before.trees[name]);
  }
  const { error, finished } = await askHelper(guest);
  expect(error).toBeUndefined();
  expect(finished).toMatchObject({ outcome: 'complete', safeToUnplug: true });
  const after = await diskContents(guest);
  expect(after.snapshots).toEqual([...before.snapshots, finished?.snapshot]);
  expect(after.others).toEqual(['.rsync-system-backup', 'latest']);
  expect(after.trees[finished?.snapshot ?? '']).toBe(
    await describeTree(guest, '/home/tester/data'),
  );
}

it('the helper killed: its programs end with it, “lock” puts the disk away, the next run works', async () => {
  const guest = await guestWithBackup();
  const before = await diskContents(guest);
  const call = await callHelper(guest);
  const paused = await pauseProgram(guest, 'rsync');
  await guest.root.run('kill', ['-KILL', String(await call.pid())]);
  await paused.resume();
  expect((await call.done()).finished).toBeUndefined();
  const lock = await askHelper(guest, 'lock');
  expect(lock.error).toBeUndefined();
  await expectNextRunToWork(guest, before);
});

it('rsync killed: the run fails, says so, and puts the disk away', async () => {
  const guest = await guestWithBackup();
  const before = await diskContents(guest);
  const call = await callHelper(guest);
  await pauseProgram(guest, 'rsync');
  await guest.root.run('pkill', ['--signal', 'KILL', '--exact', 'rsync']);
  const { error, finished } = await call.done();
  expect(finished).toMatchObject({ outcome: 'failed', safeToUnplug: true });
  expect(error?.message).toMatch(/rsync/);
  await expectNextRunToWork(guest, before);
});

it.each([
  ['rsync', 'copying files'],
  ['cp', 'taking the snapshot'],
])('power cut while %s is %s: every snapshot is whole, the next run works', async (program) => {
  const guest = await guestWithBackup();
  const before = await diskContents(guest);
  await guest.root.run('sync');
  await callHelper(guest);
  await pauseProgram(guest, program);
  await guest.cutPower();
  await expectNextRunToWork(guest, before);
});
