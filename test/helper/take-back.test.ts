import { describe, expect, it } from 'vitest';
import type { ConflictRule, RestoreEnding } from '../../main/shared/helper-protocol.js';
import type { SnapshotSummary } from '../../main/shared/snapshot-summary.js';
import { unmountedFileSystem } from '../support/loop-file-system.js';
import {
  answerOf,
  helperMachine,
  machineProfile,
  refusalOf,
  TRUSTED,
  type HelperMachine,
  type RunningHelper,
} from '../support/root-helper.js';

const TARGET = `${TRUSTED}/home`;

/** A backup of two times: a letter that says `one`, then `two`, and a folder. In the target it says `mine`. */
async function backedUpTwice(changes = {}) {
  const machine = await helperMachine();
  await machine.shell(`
    mkdir -p ${TRUSTED}/source/folder ${TARGET}; chown 47211 ${TARGET}
    cd ${TRUSTED}/source; echo one > letter; echo in > folder/file; touch -d 2024-01-01 letter
    echo mine > ${TARGET}/letter; touch -d 2020-01-01 ${TARGET}/letter ${TARGET}`);
  await machine.install(machineProfile(changes));
  expect(refusalOf(await machine.call('run', 'home'))).toBe(null);
  await machine.shell(`echo two > ${TRUSTED}/source/letter`);
  expect(refusalOf(await machine.call('run', 'home'))).toBe(null);
  const listed = answerOf(await machine.call('list', 'home')) as readonly SnapshotSummary[];
  return { machine, snapshots: listed.map(({ name }) => name) };
}

interface Part {
  readonly snapshot: string | undefined;
  readonly paths: readonly string[];
}

function order(
  machine: HelperMachine,
  parts: readonly Part[],
  conflict: ConflictRule = 'replace',
): RunningHelper {
  const running = machine.start(['restore', 'home']);
  running.write(`${JSON.stringify({ parts, target: TARGET, conflict, keepReplaced: true })}\n`);
  return running;
}

async function restored(machine: HelperMachine, parts: readonly Part[]): Promise<RunningHelper> {
  const running = order(machine, parts);
  await running.until(({ event }) => event === 'restored');
  return running;
}

/** What is in the target, its owner and its time: nothing is left behind. */
const target = (machine: HelperMachine): Promise<string> =>
  machine.shell(`
    cd ${TARGET}; find . -mindepth 1 ! -path './.rsync-system-backup-restore-*' | sort
    cat letter; stat -c '%u %y' . letter`);

const keptAside = (machine: HelperMachine): Promise<string> =>
  machine.shell(`find ${TARGET} -path '*/aside/*' -type f -exec cat {} +`);

describe('what root has restored', () => {
  it('is taken back at a word, with what it replaced', async () => {
    const { machine, snapshots } = await backedUpTwice();
    const before = await target(machine);
    const [snapshot] = snapshots;
    const running = await restored(machine, [{ snapshot, paths: ['letter', 'folder'] }]);
    expect(await machine.shell(`cat ${TARGET}/letter ${TARGET}/folder/file`)).toBe('one\nin\n');
    running.write('{"undo":true}\n');
    const result = await running.done;
    expect(answerOf(result) as RestoreEnding).toMatchObject({
      restored: ['letter', 'folder'],
      left: [],
    });
    expect(result.events.map(({ event }) => event)).toContain('restoring');
    expect(await target(machine)).toBe(before);
    expect(await machine.shell(`ls -A ${TARGET}`)).toBe('letter\n');
  });

  it('stays where somebody has changed it since', async () => {
    const { machine, snapshots } = await backedUpTwice();
    const running = await restored(machine, [{ snapshot: snapshots[0], paths: ['letter'] }]);
    // A restored file cannot be told from a changed one within one tick of the clock of the file system.
    await expect
      .poll(async () => {
        await machine.shell(`echo more >> ${TARGET}/letter`);
        return machine.shell(`
          cd ${TARGET}; [ letter -nt .rsync-system-backup-restore-*/placed ] && echo later || :`);
      })
      .toBe('later\n');
    running.write('{"undo":true}\n');
    expect(answerOf(await running.done)).toMatchObject({ left: ['letter'] });
    expect(await machine.shell(`head -n 1 ${TARGET}/letter; cat ${TARGET}/*before*`)).toBe(
      'one\nmine\n',
    );
  });

  it.each<[string, (helper: RunningHelper) => void]>([
    ['“cancel”', (helper) => helper.write('cancel\n')],
    ['the end of standard input', (helper) => helper.endInput()],
    ['SIGTERM', (helper) => helper.kill('SIGTERM')],
  ])('stays, and what it replaced beside it, after %s', async (_, stop) => {
    const { machine, snapshots } = await backedUpTwice();
    const running = await restored(machine, [{ snapshot: snapshots[0], paths: ['letter'] }]);
    expect(await keptAside(machine)).toBe('mine\n');
    stop(running);
    await running.done;
    expect(await machine.shell(`cd ${TARGET}; cat letter *before*; ls -A`)).toBe(
      'one\nmine\nletter\nletter (before the restore)\n',
    );
  });

  it('stays, and what it replaced beside it, at the next restore after the helper was killed', async () => {
    const { machine, snapshots } = await backedUpTwice();
    const killed = await restored(machine, [{ snapshot: snapshots[0], paths: ['letter'] }]);
    killed.kill('SIGKILL');
    await killed.done;
    expect(await keptAside(machine)).toBe('mine\n');
    await machine.shell(`mkdir ${TRUSTED}/elsewhere`);
    const next = await machine.call('restore', 'home', {
      ...{ parts: [{ snapshot: snapshots[1], paths: ['folder'] }], conflict: 'replace' },
      ...{ target: `${TRUSTED}/elsewhere`, keepReplaced: false },
    });
    expect(answerOf(next)).toMatchObject({ restored: ['folder'] });
    expect(next.events).toContainEqual({
      ...{ event: 'warning', code: 'restore-settled', files: [`${TARGET}/letter`] },
      message: 'What a restore replaced whose end nobody saw lies beside what replaced it.',
    });
    expect(await machine.shell(`cd ${TARGET}; cat letter *before*; ls -A`)).toBe(
      'one\nmine\nletter\nletter (before the restore)\n',
    );
    const notes = '/var/lib/rsync-system-backup/restores';
    // Of its own, which is over, the next one knows that.
    expect(await machine.shell(`ls -A ${notes} | wc -l; stat -c '%u %a' ${notes}`)).toBe(
      '1\n0 700\n',
    );
  });

  it('stays, and nothing else, when somebody says that what it replaced may go', async () => {
    const { machine, snapshots } = await backedUpTwice();
    const running = await restored(machine, [{ snapshot: snapshots[0], paths: ['letter'] }]);
    running.write('{"undo":false}\n');
    expect(answerOf(await running.done)).toMatchObject({ restored: ['letter'], left: null });
    expect(await machine.shell(`cat ${TARGET}/letter; ls -A ${TARGET}`)).toBe('one\nletter\n');
  });

  it('is not taken back by what is no word for it', async () => {
    const { machine, snapshots } = await backedUpTwice();
    const running = await restored(machine, [{ snapshot: snapshots[0], paths: ['letter'] }]);
    running.write('{"undo":true,"target":"/etc"}\n');
    expect(refusalOf(await running.done)).toBe('invalid-request');
  });

  it('needs no taking back where nothing was to be done', async () => {
    const { machine, snapshots } = await backedUpTwice();
    const running = order(machine, [{ snapshot: snapshots[0], paths: ['letter'] }], 'only-missing');
    const result = await running.done;
    expect(answerOf(result)).toMatchObject({ restored: [], kept: ['letter'], left: null });
    expect(result.events.map(({ event }) => event)).not.toContain('restored');
  });

  it('comes from several snapshots, and goes again as one', async () => {
    const { machine, snapshots } = await backedUpTwice();
    const before = await target(machine);
    const [first, second] = snapshots;
    const running = await restored(machine, [
      { snapshot: first, paths: ['folder'] },
      { snapshot: second, paths: ['letter'] },
    ]);
    expect(await machine.shell(`cat ${TARGET}/letter; ls ${TARGET}`)).toBe('two\nfolder\nletter\n');
    running.write('{"undo":true}\n');
    expect(answerOf(await running.done)).toMatchObject({ left: [] });
    expect(await target(machine)).toBe(before);
  });

  it('from several snapshots is all or nothing', async () => {
    const { machine, snapshots } = await backedUpTwice();
    const before = await target(machine);
    const [first, second] = snapshots;
    const running = order(machine, [
      { snapshot: first, paths: ['letter', 'folder'] },
      { snapshot: second, paths: ['nothing'] },
    ]);
    expect(refusalOf(await running.done)).toBe('not-in-snapshot');
    expect(await target(machine)).toBe(before);
    expect(await machine.shell(`ls -A ${TARGET}`)).toBe('letter\n');
  });
});

it.each(['its mount point', null])(
  'a restore that may be taken back holds no disk (the profile names %s)',
  async (named) => {
    const machine = await helperMachine();
    const { image } = await unmountedFileSystem('ext4', 32);
    const disk = `${TRUSTED}/disk`;
    await machine.write('/etc/fstab', `${image} ${disk} ext4 noauto,loop 0 0\n`);
    await machine.shell(`
      mount --make-rshared ${TRUSTED}
      mkdir -p ${disk} ${TRUSTED}/source ${TARGET}; echo one > ${TRUSTED}/source/letter
      mount ${disk}; mkdir ${disk}/b`);
    const mountPoint = named === null ? null : disk;
    await machine.install(machineProfile({ mountPoint, destination: `${disk}/b/latest` }));
    expect(refusalOf(await machine.call('run', 'home'))).toBe(null);
    const [snapshot] = answerOf(await machine.call('list', 'home')) as readonly SnapshotSummary[];
    const running = await restored(machine, [{ snapshot: snapshot?.name, paths: ['letter'] }]);
    await machine.shell(`umount ${disk}`);
    await expect.poll(() => machine.shell(`losetup --associated ${image}`)).toBe('');
    running.write('{"undo":true}\n');
    expect(answerOf(await running.done)).toMatchObject({ left: [] });
    expect(await machine.shell(`ls -A ${TARGET}`)).toBe('');
  },
);
