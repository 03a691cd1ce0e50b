import { expect, it } from 'vitest';
import type { DirectoryEntry } from '../../main/shared/snapshot-content.js';
import type { Removal } from '../../main/shared/removal.js';
import type { ProfileState } from '../../main/shared/profile-state.js';
import type { SnapshotSummary } from '../../main/shared/snapshot-summary.js';
import {
  answerOf,
  helperMachine,
  machineProfile,
  outcomeOf,
  refusalOf,
  STATE_FILES,
  TRUSTED,
  type HelperMachine,
} from '../support/root-helper.js';

const SOURCE = `
  mkdir -p ${TRUSTED}/source/letters ${TRUSTED}/target
  echo one > ${TRUSTED}/source/letters/letter.odt
  echo two > ${TRUSTED}/source/photo
`;

async function machineWithBackup(changes = {}) {
  const machine = await helperMachine();
  await machine.shell(SOURCE);
  const profile = machineProfile(changes);
  await machine.install(profile);
  const result = await machine.call('run', profile.id);
  if (refusalOf(result) !== null) throw new Error(result.stdout);
  return { machine, profile, snapshot: await newest(machine), result };
}

async function snapshots(machine: HelperMachine) {
  return answerOf(await machine.call('list', 'home')) as readonly SnapshotSummary[];
}

async function newest(machine: HelperMachine): Promise<string> {
  return (await snapshots(machine)).at(-1)?.name ?? '';
}

it('runs a profile and remembers it', async () => {
  const { machine, result } = await machineWithBackup();
  expect(outcomeOf(result)).toBe('complete');
  const finished = result.events.find((event) => event.event === 'finished');
  const state: unknown = JSON.parse(await machine.read(`${STATE_FILES}/home.json`));
  expect(state).toMatchObject({
    version: 1,
    destinationId: finished?.destinationId,
    lastBackup: { complete: true },
  });
  expect(await machine.log()).toContain('run “home” for the user with the number 47211');
});

it('lists, browses, pins, restores and removes', async () => {
  const { machine, snapshot } = await machineWithBackup();
  const request = { snapshot, path: 'letters' };
  const entries = answerOf(
    await machine.call('browse', 'home', request),
  ) as readonly DirectoryEntry[];
  expect(entries).toMatchObject([{ name: 'letter.odt', kind: 'file', size: 4, uid: 0, links: 2 }]);
  const order = {
    parts: [{ snapshot, paths: ['letters'] }],
    target: `${TRUSTED}/target`,
    conflict: 'keep-both',
    keepReplaced: false,
  };
  expect(answerOf(await machine.call('restore', 'home', order))).toEqual({
    ...{ restored: ['letters'], restoredCount: 1, kept: [], keptCount: 0 },
    ...{ counts: { missing: 1, different: 0, same: 0 }, left: null },
  });
  expect(await machine.shell(`cd ${TRUSTED}/target; find . | sort`)).toBe(
    '.\n./letters\n./letters/letter.odt\n',
  );
  answerOf(await machine.call('pin', 'home', { snapshot, pinned: true, note: 'the house' }));
  expect((await snapshots(machine))[0]).toMatchObject({ pinned: true, note: 'the house' });
  const remove = { snapshots: [snapshot] };
  expect(answerOf(await machine.call('remove-snapshot', 'home', remove))).toEqual([
    { snapshot, outcome: 'pinned', failure: null },
  ]);
  answerOf(await machine.call('pin', 'home', { snapshot, pinned: false, note: null }));
  expect(answerOf(await machine.call('remove-snapshot', 'home', remove))).toEqual([
    { snapshot, outcome: 'removed', failure: null },
  ]);
  expect(await snapshots(machine)).toEqual([]);
});

/** Names of snapshots, besides the one that there is: copies of it, of earlier times. */
async function moreSnapshots(machine: HelperMachine, snapshot: string): Promise<readonly string[]> {
  const names = ['2020-01-01 10:00:00', '2020-01-02 10:00:00', '2020-01-03 10:00:00'];
  for (const name of names) {
    await machine.shell(`cd ${TRUSTED}/backups; cp -al '${snapshot}' '${name}'`);
  }
  return names;
}

it('removes several in one call, and says of each what became of it', async () => {
  const { machine, snapshot } = await machineWithBackup();
  const [first = '', second = '', third = ''] = await moreSnapshots(machine, snapshot);
  answerOf(await machine.call('pin', 'home', { snapshot: second, pinned: true, note: null }));
  const request = { snapshots: [first, second, 'latest', '1999-01-01', third] };
  const result = await machine.call('remove-snapshot', 'home', request);
  expect(answerOf(result)).toEqual([
    { snapshot: first, outcome: 'removed', failure: null },
    { snapshot: second, outcome: 'pinned', failure: null },
    { snapshot: 'latest', outcome: 'missing', failure: null },
    { snapshot: '1999-01-01', outcome: 'missing', failure: null },
    { snapshot: third, outcome: 'removed', failure: null },
  ]);
  const told = result.events.filter((event) => event.event === 'removed');
  expect(told.map(({ name }) => name)).toEqual([first, third]);
  expect((await snapshots(machine)).map(({ name }) => name)).toEqual([second, snapshot]);
  expect(await machine.shell(`cat ${TRUSTED}/backups/latest/photo`)).toBe('two\n');
});

it('says which have gone when it is cancelled in the middle', async () => {
  const { machine, snapshot } = await machineWithBackup();
  const [first = '', second = '', third = ''] = await moreSnapshots(machine, snapshot);
  // Much to remove.
  await machine.shell(
    `cd '${TRUSTED}/backups/${second}'; mkdir d; cd d; seq 40000 | xargs touch; cp -al . ../e; cp -al . ../f`,
  );
  const running = machine.start(['remove-snapshot', 'home']);
  running.write(`${JSON.stringify({ snapshots: [first, second, third] })}\n`);
  await running.until((event) => event.event === 'removed');
  running.write('cancel\n');
  const removals = answerOf(await running.done) as readonly Removal[];
  const left = (await snapshots(machine)).map(({ name }) => name);
  expect(removals.map((removal) => removal.snapshot)).toEqual([first, second, third]);
  expect(removals.map(({ outcome }) => outcome)).toEqual(['removed', 'begun', 'untouched']);
  expect(left).toEqual([third, snapshot]);
});

it('remembers no backup of which the snapshots were removed', async () => {
  const { machine, snapshot } = await machineWithBackup();
  const state = async (): Promise<unknown> =>
    JSON.parse(await machine.read(`${STATE_FILES}/home.json`));
  const remembered = (await state()) as ProfileState;
  const earlier = '2026-01-01 12:00:00';
  await machine.shell(`cp -a "${TRUSTED}/backups/${snapshot}" "${TRUSTED}/backups/${earlier}"`);
  answerOf(await machine.call('remove-snapshot', 'home', { snapshots: [snapshot] }));
  const start = new Date('2026-01-01T12:00:00').toISOString();
  const left = { start, end: start, complete: true };
  expect(await state()).toMatchObject({
    destinationId: remembered.destinationId,
    lastBackup: left,
  });
  answerOf(await machine.call('remove-snapshot', 'home', { snapshots: [earlier] }));
  expect(await state()).toMatchObject({ lastBackup: null });
});

it('begins anew where an administrator has sent a profile elsewhere by hand', async () => {
  const { machine, profile } = await machineWithBackup();
  await machine.install({ ...profile, destination: `${TRUSTED}/elsewhere/latest` });
  expect(await snapshots(machine)).toEqual([]);
  expect(outcomeOf(await machine.call('run', 'home'))).toBe('complete');
  expect(await snapshots(machine)).toHaveLength(1);
});
