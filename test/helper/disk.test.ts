import { describe, expect, it } from 'vitest';
import type { SnapshotSummary } from '../../main/shared/snapshot-summary.js';
import { unmountedFileSystem } from '../support/loop-file-system.js';
import {
  answerOf,
  helperMachine,
  machineProfile,
  outcomeOf,
  refusalOf,
  TRUSTED,
  type HelperMachine,
  type RunningHelper,
} from '../support/root-helper.js';

const DISK = `${TRUSTED}/disk`;

/** A disk that nobody has mounted. */
async function machineWithDisk(): Promise<HelperMachine> {
  const machine = await helperMachine();
  await machine.shell(`mkdir -p ${DISK} ${TRUSTED}/source; echo x > ${TRUSTED}/source/x`);
  await plug(machine);
  await machine.install(machineProfile({ mountPoint: DISK, destination: `${DISK}/b/latest` }));
  return machine;
}

async function plug(machine: HelperMachine): Promise<string> {
  const { image } = await unmountedFileSystem('ext4', 32);
  await machine.write('/etc/fstab', `${image} ${DISK} ext4 noauto,loop,suid,dev 0 0\n`);
  return image;
}

const mountOptions = (machine: HelperMachine): Promise<string> =>
  machine.shell(`awk '$5 == "${DISK}" { print $6 }' /proc/self/mountinfo`);

/** Somebody looks at the disk, until `endInput`. */
async function opened(machine: HelperMachine): Promise<RunningHelper> {
  const helper = machine.start(['unlock', 'home']);
  await helper.until(({ event }) => event === 'open');
  return helper;
}

describe('a disk', () => {
  it.each<[string, (helper: RunningHelper) => void]>([
    ['“cancel”', (helper) => helper.write('cancel\n')],
    ['the end of standard input', (helper) => helper.endInput()],
    ['SIGTERM', (helper) => helper.kill('SIGTERM')],
  ])('is opened for everybody to read, and put away at %s', async (_, stop) => {
    const machine = await machineWithDisk();
    const helper = await opened(machine);
    const options = (await mountOptions(machine)).trim().split(',');
    expect(options).toEqual(expect.arrayContaining(['ro', 'nosuid', 'nodev']));
    expect(options).not.toContain('nosymfollow');
    stop(helper);
    expect((await helper.done).exitCode).toBe(0);
    expect(await mountOptions(machine)).toBe('');
  });

  it('that is elsewhere is no failure for whoever waits for the end', async () => {
    const machine = await machineWithDisk();
    await machine.write('/etc/fstab', `UUID=1234-ABCD ${DISK} ext4 noauto 0 0\n`);
    const run = await machine.call('run', 'home');
    expect(outcomeOf(run)).toBe('skipped');
    expect(run.exitCode).toBe(75);
  });

  it('that is looked at is backed up to, marked and cleared, and stays read-only for whoever looks', async () => {
    const machine = await machineWithDisk();
    const helper = await opened(machine);
    expect(outcomeOf(await machine.call('run', 'home'))).toBe('complete');
    const [snapshot] = answerOf(await machine.call('list', 'home')) as readonly SnapshotSummary[];
    const request = { snapshot: snapshot?.name, pinned: null, note: 'the first' };
    answerOf(await machine.call('pin', 'home', request));
    answerOf(await machine.call('remove-snapshot', 'home', { snapshots: [snapshot?.name] }));
    expect(await machine.shell(`ls ${DISK}/b`)).toBe('latest\n');
    expect(await mountOptions(machine)).toMatch(/^ro,nosuid,nodev,[^\n]*\n$/);
    helper.endInput();
    answerOf(await helper.done);
    expect(await mountOptions(machine)).toBe('');
  });

  it('that is backed up to can be looked at, and is put away by whoever is last', async () => {
    const machine = await machineWithDisk();
    await machine.shell(`head -c 20000000 /dev/urandom > ${TRUSTED}/source/random`);
    const run = machine.start(['run', 'home']);
    await run.until((event) => event.event === 'phase' && event.phase === 'rsync');
    const helper = await opened(machine);
    expect(outcomeOf(await run.done)).toBe('complete');
    expect(await mountOptions(machine)).toMatch(/^ro,/);
    helper.endInput();
    answerOf(await helper.done);
    expect(await mountOptions(machine)).toBe('');
  });

  it('that two look at is put away when the second has gone', async () => {
    const machine = await machineWithDisk();
    const [one, other] = [await opened(machine), await opened(machine)];
    one.endInput();
    answerOf(await one.done);
    expect(await mountOptions(machine)).toMatch(/^ro,/);
    expect(refusalOf(await machine.call('lock', 'home'))).toBe('disk-busy');
    other.endInput();
    answerOf(await other.done);
    expect(await mountOptions(machine)).toBe('');
    answerOf(await machine.call('lock', 'home'));
  });

  it('that somebody has mounted stays as it was, and is put away on request', async () => {
    const machine = await machineWithDisk();
    await machine.shell(`mount ${DISK}`);
    const before = await mountOptions(machine);
    const helper = await opened(machine);
    helper.endInput();
    answerOf(await helper.done);
    expect(await mountOptions(machine)).toBe(before);
    answerOf(await machine.call('lock', 'home'));
    expect(await mountOptions(machine)).toBe('');
  });

  it('is put away by the next who looks at it after the helper was killed', async () => {
    const machine = await machineWithDisk();
    const killed = await opened(machine);
    killed.kill('SIGKILL');
    await killed.done;
    expect(await mountOptions(machine)).toMatch(/^ro,/);
    const helper = await opened(machine);
    helper.endInput();
    answerOf(await helper.done);
    expect(await mountOptions(machine)).toBe('');
  });

  it('that somebody uses is put away when they let go', async () => {
    const machine = await machineWithDisk();
    const helper = await opened(machine);
    const holder = await machine.shell(`
      cd ${DISK}; sleep 1000 > /dev/null 2>&1 & echo $!`);
    helper.endInput();
    await helper.until((event) => event.event === 'phase' && event.phase === 'unmount');
    await machine.shell(`kill ${holder}`);
    answerOf(await helper.done);
    expect(await mountOptions(machine)).toBe('');
  });

  it('may have a root directory that is a user’s', async () => {
    const machine = await machineWithDisk();
    await machine.shell(`mount ${DISK}; chown 47211 ${DISK}`);
    expect(outcomeOf(await machine.call('run', 'home'))).toBe('complete');
    answerOf(await machine.call('lock', 'home'));
    expect(outcomeOf(await machine.call('run', 'home'))).toBe('complete');
  });

  it('that is not the right one is put away at once', async () => {
    const machine = await machineWithDisk();
    expect(outcomeOf(await machine.call('run', 'home'))).toBe('complete');
    await plug(machine);
    expect(refusalOf(await machine.call('unlock', 'home'))).toBe('wrong-destination');
    expect(await mountOptions(machine)).toBe('');
  });

  it('is not opened at a place that others can change', async () => {
    const machine = await machineWithDisk();
    await machine.shell(`chown 47211 ${DISK}`);
    for (const verb of ['unlock', 'lock', 'list', 'run']) {
      expect(refusalOf(await machine.call(verb, 'home'))).toBe('destination-untrusted');
    }
    expect(await mountOptions(machine)).toBe('');
  });
});
