import { beforeAll, expect, it } from 'vitest';
import { describeTree, diskContents, type DiskContents } from './rig/disk-contents.js';
import { askHelper, callHelper } from './rig/helper-call.js';
import { holdProgram, slowRsync } from './rig/interposed-program.js';
import { resume } from './rig/scenario.js';

const machine = resume('backed-up');

let before: DiskContents;

beforeAll(async () => {
  const guest = machine();
  await (await guest.disk('backed-up')).plug();
  before = await diskContents(guest);
});

/** Nothing was added, and what was there is as it was. */
async function expectSnapshotsUntouched(): Promise<void> {
  const { snapshots, trees } = await diskContents(machine());
  expect(snapshots).toEqual(before.snapshots);
  for (const name of before.snapshots) expect(trees[name]).toBe(before.trees[name]);
}

it('rsync killed: the run fails, says so, and puts the disk away', async () => {
  const guest = machine();
  const restoreSpeed = await slowRsync(guest.root);
  const call = await callHelper(guest);
  await call.copying();
  await guest.root.run('pkill', ['--signal', 'KILL', '--exact', 'rsync']);
  const { error, finished } = await call.done();
  expect(finished).toMatchObject({ outcome: 'failed', safeToUnplug: true });
  expect(error?.message).toMatch(/rsync/);
  await restoreSpeed();
});

it('power cut while rsync is copying files: every snapshot is whole', async () => {
  const guest = machine();
  await slowRsync(guest.root);
  const call = await callHelper(guest);
  await call.copying();
  await guest.cutPower();
  await guest.settled();
  await expectSnapshotsUntouched();
});

it('power cut while cp is taking the snapshot: every snapshot is whole', async () => {
  const guest = machine();
  const cp = await holdProgram(guest.root, '/usr/bin/cp', '--link');
  await callHelper(guest);
  await cp.held();
  await guest.cutPower();
  await guest.settled();
  await expectSnapshotsUntouched();
});

it('after all that the next run finds nothing in its way', async () => {
  const guest = machine();
  const { error, finished } = await askHelper(guest);
  expect(error).toBeUndefined();
  expect(finished).toMatchObject({ outcome: 'complete', safeToUnplug: true });
  const after = await diskContents(guest);
  expect(after.snapshots).toEqual([...before.snapshots, finished?.snapshot]);
  for (const name of before.snapshots) expect(after.trees[name]).toBe(before.trees[name]);
  expect(after.others).toEqual(['.rsync-system-backup', 'latest']);
  expect(after.trees[finished?.snapshot ?? '']).toBe(
    await describeTree(guest, '/home/tester/data'),
  );
});
