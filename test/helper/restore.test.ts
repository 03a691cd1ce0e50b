import { describe, expect, it } from 'vitest';
import { escapeName } from '../../main/shared/display-name.js';
import type {
  ConflictRule,
  RestoreEnding,
  RestoreSummary,
} from '../../main/shared/helper-protocol.js';
import type { DirectoryEntry } from '../../main/shared/snapshot-content.js';
import type { SnapshotSummary } from '../../main/shared/snapshot-summary.js';
import { describeTree } from '../support/describe-tree.js';
import { unmountedFileSystem } from '../support/loop-file-system.js';
import { oddTree } from '../support/odd-names.js';
import {
  answerOf,
  helperMachine,
  machineProfile,
  refusalOf,
  TRUSTED,
  type HelperMachine,
} from '../support/root-helper.js';

const TARGET = `${TRUSTED}/home`;
const USER = 47_211;

/** A user's home, a backup of `fill`, and what the snapshot is called. */
async function backedUp(fill: (machine: HelperMachine) => Promise<unknown>) {
  const machine = await helperMachine();
  await machine.shell(`
    mkdir -p ${TRUSTED}/source ${TARGET}
    chown ${String(USER)} ${TARGET}; chmod 2750 ${TARGET}; touch -d 2020-01-01 ${TARGET}/.
  `);
  await fill(machine);
  await machine.install(machineProfile());
  expect(refusalOf(await machine.call('run', 'home'))).toBe(null);
  const [snapshot] = answerOf(await machine.call('list', 'home')) as readonly SnapshotSummary[];
  const name = snapshot?.name ?? '';
  const order = (paths: readonly string[], conflict: ConflictRule, target = TARGET) => ({
    ...{ parts: [{ snapshot: name, paths }], target, conflict, keepReplaced: false },
  });
  return { machine, snapshot: name, order };
}

const letters = (machine: HelperMachine): Promise<string> =>
  machine.shell(`
    cd ${TRUSTED}/source; mkdir letters
    echo backup > letter.odt; echo backup > letters/a; ln -s /etc/passwd link
    chown -R ${String(USER)} .; touch -d 2024-01-01 letter.odt letters
  `);

async function restored(machine: HelperMachine, order: object): Promise<RestoreSummary> {
  const { left, ...summary } = answerOf(
    await machine.call('restore', 'home', order),
  ) as RestoreEnding;
  expect(left).toBe(null);
  return summary;
}

/** Contents, and nothing left behind. */
const home = (machine: HelperMachine): Promise<string> =>
  machine.shell(`cd ${TARGET}; find . -mindepth 1 -type f -printf '%P ' -exec cat {} \\; | sort`);

describe('a restore', () => {
  it('brings back names, links, owners, modes, times, ACLs, attributes and holes', async () => {
    const { machine, order, snapshot } = await backedUp(async (machine) => {
      const tree = machine.inside(`${TRUSTED}/source/tree`);
      await oddTree(tree);
      await machine.shell(`
        cd ${TRUSTED}/source/tree
        echo x > setuid; chown ${String(USER)} setuid; chmod 6755 setuid
        setfacl -m u:1:r setuid; mkfifo fifo; mknod device c 1 3; truncate -s 10M hole
        touch -h -d 2001-01-01 setuid hole
      `);
    });
    const summary = await restored(machine, order(['tree'], 'keep-both'));
    expect(summary).toMatchObject({ restored: ['tree'], kept: [] });
    const [before, after] = [`backups/${snapshot}/tree`, 'home/tree'];
    expect(await describeTree(machine.inside(`${TRUSTED}/${after}`))).toEqual(
      await describeTree(machine.inside(`${TRUSTED}/${before}`)),
    );
    expect(await machine.shell(`stat -c '%u %a' ${TARGET}`)).toBe(`${String(USER)} 2750\n`);
    expect(await machine.shell(`du -k ${TARGET}/tree/hole`)).toMatch(/^0\t/);
  });

  it('gives owner and mode back to a file that is the same otherwise, and leaves them where a copy was wanted', async () => {
    const { machine, order } = await backedUp(letters);
    const state = (): Promise<string> => machine.shell(`cd ${TARGET}; stat -c '%u %a %n' *`);
    await machine.shell(`
      cp -a ${TRUSTED}/source/letter.odt ${TARGET}; cd ${TARGET}; chown 4711 letter.odt; chmod 600 letter.odt
    `);
    const kept = await restored(machine, order(['letter.odt'], 'keep-both'));
    expect(kept).toMatchObject({ restored: [], kept: ['letter.odt'] });
    expect(await state()).toBe('4711 600 letter.odt\n');
    await restored(machine, order(['letter.odt'], 'replace'));
    expect(await state()).toBe(`${String(USER)} 644 letter.odt\n`);
  });

  it('takes any bytes for a name, one by one', async () => {
    const { machine, order, snapshot } = await backedUp((machine) =>
      oddTree(machine.inside(`${TRUSTED}/source`)),
    );
    const request = { snapshot, path: 'files' };
    const entries = answerOf(
      await machine.call('browse', 'home', request),
    ) as readonly DirectoryEntry[];
    const names = entries.map(({ name }) => name);
    expect(names).toContain(escapeName(Buffer.from('new\nline')));
    expect(names).toContain('--delete');
    const paths = names.map((name) => `files/${name}`);
    const summary = await restored(machine, order(paths, 'only-missing'));
    expect(summary.restored.toSorted()).toEqual(names.toSorted());
    expect(await machine.shell(`cd ${TARGET}; find . -type f -print0 | xargs -0 ls | wc -l`)).toBe(
      await machine.shell(
        `cd ${TRUSTED}/source/files; find . -type f -print0 | xargs -0 ls | wc -l`,
      ),
    );
  });

  const ONE_DIFFERS = { missing: 2, different: 1, same: 0 };
  const existing = `echo mine > ${TARGET}/letter.odt; mkdir ${TARGET}/letters; echo mine > ${TARGET}/letters/b`;

  it.each<[ConflictRule, string, string, Pick<RestoreSummary, 'restored' | 'kept' | 'counts'>]>([
    [
      'replace',
      existing,
      'letter.odt backup\nletters/a backup\nletters/b mine\n',
      { restored: ['letter.odt', 'letters/a', 'link'], kept: [], counts: ONE_DIFFERS },
    ],
    [
      'only-missing',
      existing,
      'letter.odt mine\nletters/a backup\nletters/b mine\n',
      { restored: ['letters/a', 'link'], kept: ['letter.odt'], counts: ONE_DIFFERS },
    ],
    [
      'only-newer',
      `${existing}; touch -d 2023-01-01 ${TARGET}/letter.odt`,
      'letter.odt backup\nletters/a backup\nletters/b mine\n',
      { restored: ['letter.odt', 'letters/a', 'link'], kept: [], counts: ONE_DIFFERS },
    ],
    [
      'only-newer',
      `${existing}; touch -d 2025-01-01 ${TARGET}/letter.odt`,
      'letter.odt mine\nletters/a backup\nletters/b mine\n',
      { restored: ['letters/a', 'link'], kept: ['letter.odt'], counts: ONE_DIFFERS },
    ],
  ])('follows the rule “%s”', async (rule, script, contents, summary) => {
    const { machine, order } = await backedUp(letters);
    await machine.shell(script);
    const paths = ['letter.odt', 'letters', 'link'];
    expect(await restored(machine, order(paths, rule))).toEqual({
      ...summary,
      restoredCount: summary.restored.length,
      keptCount: summary.kept.length,
    });
    expect(await home(machine)).toBe(contents);
    expect(await machine.shell(`readlink ${TARGET}/link; ls -A ${TARGET}`)).toBe(
      '/etc/passwd\nletter.odt\nletters\nlink\n',
    );
  });

  it('keeps both, under a name that says of when', async () => {
    const { machine, order, snapshot } = await backedUp(letters);
    await machine.shell(existing);
    const stamp = snapshot.slice(0, 16).replace(':', '.');
    const again = order(['letter.odt', 'letters'], 'keep-both');
    expect((await restored(machine, again)).restored).toEqual([
      `letter (${stamp}).odt`,
      'letters/a',
    ]);
    expect((await restored(machine, again)).restored).toEqual([`letter (${stamp}, 2).odt`]);
    expect(await home(machine)).toContain('letter.odt mine\n');
  });

  it('replaces a link itself, and never what it leads to', async () => {
    const { machine, order } = await backedUp(letters);
    await machine.shell(`
      mkdir ${TRUSTED}/victim; echo victim > ${TRUSTED}/victim/file
      ln -s ${TRUSTED}/victim/file ${TARGET}/letter.odt; ln -s ${TRUSTED}/victim ${TARGET}/letters
    `);
    await restored(machine, order(['letter.odt', 'letters'], 'replace'));
    expect(await machine.shell(`cat ${TRUSTED}/victim/file; ls ${TRUSTED}/victim`)).toBe(
      'victim\nfile\n',
    );
    expect(await home(machine)).toBe('letter.odt backup\nletters/a backup\n');
  });

  it('puts back what it had replaced when it cannot go on', async () => {
    const { machine, order } = await backedUp(letters);
    // A file that is mounted over cannot be renamed.
    await machine.shell(
      `${existing}; echo x > ${TARGET}/link; mount --bind ${TARGET}/link ${TARGET}/link`,
    );
    const result = await machine.call(
      'restore',
      'home',
      order(['letter.odt', 'letters', 'link'], 'replace'),
    );
    expect(refusalOf(result)).toBe('system-error');
    expect(await machine.shell(`cat ${TARGET}/letter.odt; ls -A ${TARGET} ${TARGET}/letters`)).toBe(
      `mine\n${TARGET}:\nletter.odt\nletters\nlink\n\n${TARGET}/letters:\nb\n`,
    );
  });

  it('finds out before it begins that there is no room', async () => {
    const { machine, order } = await backedUp((machine) =>
      machine.shell(`head -c 3000000 /dev/urandom > ${TRUSTED}/source/random`),
    );
    await machine.shell(`mount -t tmpfs -o size=1M tmpfs ${TARGET}`);
    const result = await machine.call('restore', 'home', order(['random'], 'replace'));
    expect(refusalOf(result)).toBe('target-full');
    expect(await machine.shell(`ls -A ${TARGET}`)).toBe('');
  });

  it('that is cancelled leaves the target as it was', async () => {
    const { machine, order } = await backedUp((machine) =>
      machine.shell(`head -c 300000000 /dev/zero | tr '\\0' x > ${TRUSTED}/source/huge`),
    );
    const running = machine.start(['restore', 'home']);
    running.write(`${JSON.stringify(order(['huge'], 'replace'))}\n`);
    await expect.poll(() => machine.shell(`ls -A ${TARGET}`)).not.toBe('');
    running.write('cancel\n');
    expect(refusalOf(await running.done)).toBe('cancelled');
    expect(await machine.shell(`ls -A ${TARGET}`)).toBe('');
  });

  it('does not go to the backup’s own disk, by whatever name it is mounted', async () => {
    const machine = await helperMachine();
    const { image } = await unmountedFileSystem('ext4', 64);
    const disk = `${TRUSTED}/disk`;
    await machine.write('/etc/fstab', `${image} ${disk} ext4 noauto,loop 0 0\n`);
    await machine.shell(`
      mkdir -p ${disk} ${TRUSTED}/source ${TRUSTED}/media; echo x > ${TRUSTED}/source/x
      mount ${disk}; mount --bind ${disk} ${TRUSTED}/media
    `);
    await machine.install(machineProfile({ mountPoint: disk, destination: `${disk}/b/latest` }));
    expect(refusalOf(await machine.call('run', 'home'))).toBe(null);
    const [snapshot] = answerOf(await machine.call('list', 'home')) as readonly SnapshotSummary[];
    for (const target of [disk, `${disk}/b`, `${TRUSTED}/media`]) {
      const parts = [{ snapshot: snapshot?.name, paths: ['x'] }];
      const order = { parts, target, conflict: 'replace', keepReplaced: false };
      expect(refusalOf(await machine.call('restore', 'home', order))).toBe('target-forbidden');
    }
  });
});

/**
 * The owner of the target swaps it, and whatever the helper makes in it, for links and directories of their own, as fast as
 * possible while a restore goes on.
 */
const SWAP = `
  while :; do
    for name in .rsync-system-backup-restore-*; do
      if [ -d "$name" ]; then mv "$name" moved; ln -s /mnt/victim "$name"; rm -f "$name"; mv moved "$name"; fi
    done
    mv /mnt/users/home /mnt/users/away && ln -s /mnt/victim /mnt/users/home
    rm -f /mnt/users/home; mv /mnt/users/away /mnt/users/home
    rm -rf letter.odt; ln -s /mnt/victim/file letter.odt
  done 2>/dev/null`;

it('is led astray by nobody who swaps directories for links meanwhile', async () => {
  const { machine, order } = await backedUp(letters);
  await machine.shell(`
    mkdir -p ${TRUSTED}/victim ${TRUSTED}/users/home; echo victim > ${TRUSTED}/victim/file
    chown -R ${String(USER)} ${TRUSTED}/users
  `);
  const ids = `--reuid=${String(USER)} --regid=${String(USER)} --clear-groups`;
  await machine.shell(`
    cd ${TRUSTED}/users/home
    setpriv ${ids} timeout 20 sh -c '${SWAP}' > /dev/null 2>&1 &
  `);
  const told: (string | null)[] = [];
  for (let round = 0; round < 15; round += 1) {
    const request = order(['letter.odt', 'letters'], 'replace', `${TRUSTED}/users/home`);
    told.push(refusalOf(await machine.call('restore', 'home', request)));
  }
  expect(await machine.shell(`ls -A ${TRUSTED}/victim; cat ${TRUSTED}/victim/file`)).toBe(
    'file\nvictim\n',
  );
  expect(await machine.shell(`stat -c '%u %a' ${TRUSTED}/victim`)).toBe('0 755\n');
  // Some find the target, some find a link in its place.
  expect(told.every((code) => EXPECTED.includes(code ?? ''))).toBe(true);
});

const EXPECTED = ['', 'target-missing', 'target-unsuitable', 'system-error', 'restore-failed'];

it('follows no link that is planted in the backup while a run writes to it', async () => {
  const { machine } = await backedUp((machine) =>
    machine.shell(`
      cd ${TRUSTED}/source; mkdir -p mine/directory ${TRUSTED}/victim
      for name in $(seq 300); do echo one > mine/directory/$name; done
      chown -R ${String(USER)} mine
    `),
  );
  const latest = `${TRUSTED}/backups/latest/mine`;
  const ids = `--reuid=${String(USER)} --regid=${String(USER)} --clear-groups`;
  const swap = `while :; do mv directory away; ln -s ${TRUSTED}/victim directory; rm directory; mv away directory; done 2>/dev/null`;
  await machine.shell(`
    cd ${latest}; setpriv ${ids} timeout 20 sh -c '${swap}' > /dev/null 2>&1 &
  `);
  for (let round = 0; round < 5; round += 1) {
    await machine.shell(
      `cd ${TRUSTED}/source/mine/directory; for name in *; do echo ${String(round)} >> $name; done; chmod 60${String(round)} *`,
    );
    await machine.call('run', 'home');
  }
  expect(await machine.shell(`ls -A ${TRUSTED}/victim`)).toBe('');
});
