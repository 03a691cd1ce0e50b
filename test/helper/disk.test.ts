import { describe, expect, it } from 'vitest';
import { unmountedFileSystem } from '../support/loop-file-system.js';
import {
  answerOf,
  helperMachine,
  machineProfile,
  outcomeOf,
  refusalOf,
  TRUSTED,
  type HelperMachine,
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

describe('a disk', () => {
  it('is opened for everybody, without what could make them root, and put away again', async () => {
    const machine = await machineWithDisk();
    answerOf(await machine.call('unlock', 'home'));
    expect((await mountOptions(machine)).trim().split(',')).toEqual(
      expect.arrayContaining(['nosuid', 'nodev']),
    );
    expect(await mountOptions(machine)).not.toContain('nosymfollow');
    answerOf(await machine.call('unlock', 'home'));
    answerOf(await machine.call('lock', 'home'));
    expect(await mountOptions(machine)).toBe('');
    answerOf(await machine.call('lock', 'home'));
  });

  it('that was opened stays open after a run', async () => {
    const machine = await machineWithDisk();
    answerOf(await machine.call('unlock', 'home'));
    expect(outcomeOf(await machine.call('run', 'home'))).toBe('complete');
    expect(await mountOptions(machine)).toMatch(/^rw,nosuid,nodev,[^\n]*\n$/);
    expect(await mountOptions(machine)).not.toContain('nosymfollow');
    expect(await machine.shell(`ls ${DISK}/b`)).toContain('latest');
  });

  it('may have a root directory that is a user’s', async () => {
    const machine = await machineWithDisk();
    answerOf(await machine.call('unlock', 'home'));
    await machine.shell(`chown 47211 ${DISK}`);
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
