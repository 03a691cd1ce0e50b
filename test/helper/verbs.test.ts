import { expect, it } from 'vitest';
import type { DirectoryEntry } from '../../main/shared/snapshot-content.js';
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
    ...{ restored: ['letters'], kept: [], counts: { missing: 1, different: 0, same: 0 } },
    left: null,
  });
  expect(await machine.shell(`cd ${TRUSTED}/target; find . | sort`)).toBe(
    '.\n./letters\n./letters/letter.odt\n',
  );
  answerOf(await machine.call('pin', 'home', { snapshot, pinned: true, note: 'the house' }));
  expect((await snapshots(machine))[0]).toMatchObject({ pinned: true, note: 'the house' });
  expect(refusalOf(await machine.call('remove-snapshot', 'home', { snapshot }))).toBe(
    'snapshot-pinned',
  );
  answerOf(await machine.call('pin', 'home', { snapshot, pinned: false, note: null }));
  answerOf(await machine.call('remove-snapshot', 'home', { snapshot }));
  expect(await snapshots(machine)).toEqual([]);
});

it('remembers no backup of which the snapshots were removed', async () => {
  const { machine, snapshot } = await machineWithBackup();
  const state = async (): Promise<unknown> =>
    JSON.parse(await machine.read(`${STATE_FILES}/home.json`));
  const remembered = (await state()) as ProfileState;
  const earlier = '2026-01-01 12:00:00';
  await machine.shell(`cp -a "${TRUSTED}/backups/${snapshot}" "${TRUSTED}/backups/${earlier}"`);
  answerOf(await machine.call('remove-snapshot', 'home', { snapshot }));
  const start = new Date('2026-01-01T12:00:00').toISOString();
  const left = { start, end: start, complete: true };
  expect(await state()).toMatchObject({
    destinationId: remembered.destinationId,
    lastBackup: left,
  });
  answerOf(await machine.call('remove-snapshot', 'home', { snapshot: earlier }));
  expect(await state()).toMatchObject({ lastBackup: null });
});

it('begins anew where an administrator has sent a profile elsewhere by hand', async () => {
  const { machine, profile } = await machineWithBackup();
  await machine.install({ ...profile, destination: `${TRUSTED}/elsewhere/latest` });
  expect(await snapshots(machine)).toEqual([]);
  expect(outcomeOf(await machine.call('run', 'home'))).toBe('complete');
  expect(await snapshots(machine)).toHaveLength(1);
});
