import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { HelperEvent } from '../../main/shared/helper-protocol.js';
import { unmountedFileSystem } from '../support/loop-file-system.js';
import {
  helperMachine,
  machineProfile,
  outcomeOf,
  PROFILE_FILES,
  refusalOf,
  STATE_FILES,
  TRUSTED,
  type HelperMachine,
  type RunningHelper,
} from '../support/root-helper.js';

const DISK = `${TRUSTED}/disk`;

/** A profile on a disk that a run mounts, with enough to copy that the run can be stopped in the middle. */
async function machineWithDisk(): Promise<HelperMachine> {
  const machine = await helperMachine();
  const { image } = await unmountedFileSystem('ext4', 128);
  await machine.write('/etc/fstab', `${image} ${DISK} ext4 noauto,loop 0 0\n`);
  await machine.shell(`
    mkdir -p ${DISK} ${TRUSTED}/source
    head -c 50000000 /dev/urandom > ${TRUSTED}/source/random
  `);
  await machine.install(
    machineProfile({ mountPoint: DISK, destination: `${DISK}/backups/latest` }),
  );
  return machine;
}

const inRsync = (event: HelperEvent): boolean => event.event === 'phase' && event.phase === 'rsync';

/** Of the disk in fstab: other tests beside this one have theirs. */
function mounts(machine: HelperMachine): Promise<string> {
  return machine.shell(`
    grep ' ${DISK} ' /proc/self/mountinfo || true
    losetup --associated "$(cut -d ' ' -f 1 /etc/fstab)"
  `);
}

/** proc(5), mountinfo of the process that holds the destination's lock. */
function mountsOfHelper(machine: HelperMachine): Promise<string> {
  return machine.shell(`
    for root in /proc/[0-9]*/root; do
      lock=$root${DISK}/backups/.rsync-system-backup/lock
      if [ -e $lock ]; then cat /proc/$(cut -d ' ' -f 1 $lock)/mountinfo; exit; fi
    done
  `);
}

describe('a run on a disk', () => {
  it('mounts it for itself alone, and unmounts it', async () => {
    const machine = await machineWithDisk();
    const running = machine.start(['run', 'home']);
    await running.until(inRsync);
    expect(await machine.shell(`ls -A ${DISK}`)).toBe('');
    expect(await mounts(machine)).toMatch(/^\/dev\/loop\S+: /);
    const [, options] = / (\/mnt\/disk) (\S+) /.exec(await mountsOfHelper(machine))?.slice(1) ?? [];
    expect(options?.split(',')).toContain('nosymfollow');
    const result = await running.done;
    expect(refusalOf(result)).toBe(null);
    const finished = result.events.find((event) => event.event === 'finished');
    expect(finished).toMatchObject({ outcome: 'complete' });
    expect(await mounts(machine)).toBe('');
  });

  it.each<[string, (running: RunningHelper) => void]>([
    ['“cancel”', (running) => running.write('cancel\n')],
    ['the end of standard input', (running) => running.endInput()],
    ['SIGTERM', (running) => running.kill('SIGTERM')],
    ['a reader that has gone', (running) => running.closeOutput()],
  ])('is stopped by %s, and cleans up', async (_, stop) => {
    const machine = await machineWithDisk();
    const running = machine.start(['run', 'home']);
    await running.until(inRsync);
    stop(running);
    const result = await running.done;
    expect(result.exitCode).toBe(1);
    expect(await machine.log()).toMatch(/cancelled\n.* ended with 1 after/);
    expect(await mounts(machine)).toBe('');
  });

  it('that is killed leaves no mount, and the right disk is still known', async () => {
    const machine = await machineWithDisk();
    const running = machine.start(['run', 'home']);
    await running.until(inRsync);
    running.kill('SIGKILL');
    await running.done;
    const state = JSON.parse(await machine.read(`${STATE_FILES}/home.json`)) as object;
    expect(state).toMatchObject({ lastBackup: null });
    expect(state).not.toMatchObject({ destinationId: null });
    await expect.poll(() => mounts(machine)).toBe('');
    expect(outcomeOf(await machine.call('run', 'home'))).toBe('complete');
  });

  it('is refused on another disk at the same place', async () => {
    const machine = await machineWithDisk();
    expect(outcomeOf(await machine.call('run', 'home'))).toBe('complete');
    const { image } = await unmountedFileSystem('ext4', 64);
    await machine.write('/etc/fstab', `${image} ${DISK} ext4 noauto,loop 0 0\n`);
    for (const verb of ['run', 'list']) {
      expect(refusalOf(await machine.call(verb, 'home'))).toBe('wrong-destination');
    }
    expect(await mounts(machine)).toBe('');
  });

  it.each([
    ['half of a file', 'truncate -s 20 $FILE'],
    ['of a later version', 'sed -i \'s/"version": 1/"version": 2/\' $FILE'],
    ['a symbolic link', 'mv $FILE $FILE.x; ln -s $FILE.x $FILE'],
    ['a user’s own', 'chown 47211 $FILE'],
  ])('is refused when what is known of the disk is %s', async (_, script) => {
    const machine = await machineWithDisk();
    expect(outcomeOf(await machine.call('run', 'home'))).toBe('complete');
    await machine.shell(`FILE=${STATE_FILES}/home.json; ${script}`);
    expect(refusalOf(await machine.call('run', 'home'))).toBe('profile-state-unreadable');
    expect(refusalOf(await machine.call('list', 'home'))).toBe('profile-state-unreadable');
  });
});

describe('a request', () => {
  it.each<[string, (running: RunningHelper) => void]>([
    ['“cancel”', (running) => running.write('cancel\n')],
    ['the end of standard input', (running) => running.endInput()],
    [
      'half a line and the end',
      (running) => {
        running.write('{"snap');
        running.endInput();
      },
    ],
  ])('that never comes, but %s, is no request', async (_, stop) => {
    const machine = await machineWithDisk();
    const running = machine.start(['browse', 'home']);
    stop(running);
    expect(refusalOf(await running.done)).toBe('cancelled');
  });
});

describe('profiles', () => {
  it('that are installed at the same time leave one of them, whole', async () => {
    const machine = await machineWithDisk();
    const profiles = Array.from({ length: 12 }, (_, index) =>
      machineProfile({ name: `Number ${String(index)}`, excludes: Array(500 * index).fill('x') }),
    );
    const results = await Promise.all(
      profiles.map((profile) => machine.call('install-profile', 'home', profile)),
    );
    expect(results.map(refusalOf)).toEqual(profiles.map(() => null));
    const installed: unknown = JSON.parse(await machine.read(`${PROFILE_FILES}/home.json`));
    expect(profiles.map((profile) => ({ version: 1, ...profile }))).toContainEqual(installed);
    expect(await readdir(machine.inside(PROFILE_FILES))).toEqual(['home.json']);
  });

  it('that go elsewhere than before begin anew, others do not', async () => {
    const machine = await machineWithDisk();
    await machine.call('run', 'home');
    const before = await machine.read(`${STATE_FILES}/home.json`);
    const profile = machineProfile({ mountPoint: DISK, destination: `${DISK}/backups/latest` });
    await machine.call('install-profile', 'home', { ...profile, excludes: ['*.iso'] });
    expect(await machine.read(`${STATE_FILES}/home.json`)).toBe(before);
    await machine.call('install-profile', 'home', { ...profile, destination: `${DISK}/b/latest` });
    expect(await readdir(machine.inside(STATE_FILES))).toEqual([]);
  });

  it('are removed with what is known of them', async () => {
    const machine = await machineWithDisk();
    await machine.call('run', 'home');
    expect(refusalOf(await machine.call('remove-profile', 'home'))).toBe(null);
    expect(await readdir(machine.inside(STATE_FILES))).toEqual([]);
    expect(await readdir(machine.inside(PROFILE_FILES))).toEqual([]);
    expect(refusalOf(await machine.call('remove-profile', 'home'))).toBe('profile-missing');
  });

  it('keep desktops away from their disk, for as long as they are installed', async () => {
    const machine = await machineWithDisk();
    const RULES = '/etc/udev/rules.d/90-rsync-system-backup-home.rules';
    await machine.write('/etc/crypttab', 'backups UUID=1234-ab none luks,noauto\n');
    const profile = machineProfile({
      ...{ cryptoName: 'backups', mountPoint: DISK, destination: `${DISK}/backups/latest` },
    });
    expect(refusalOf(await machine.call('install-profile', 'home', profile))).toBe(null);
    expect(await machine.read(RULES)).toMatch(/ SYMLINK=="disk\/by-uuid\/1234-ab", .*UDISKS_AUTO/);
    const elsewhere = machineProfile();
    expect(refusalOf(await machine.call('install-profile', 'home', elsewhere))).toBe(null);
    await expect(machine.read(RULES)).rejects.toThrow();
    await machine.call('install-profile', 'home', profile);
    await machine.call('remove-profile', 'home');
    await expect(machine.read(RULES)).rejects.toThrow();
  });
});
