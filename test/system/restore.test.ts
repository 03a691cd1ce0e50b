import { readdirSync, statSync } from 'node:fs';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ConflictRule } from '../../main/shared/helper-protocol.js';
import {
  previewRestore,
  restoreItems,
  type RestoreOptions,
  type RestoreOrder,
} from '../../main/system/store/restore-items.js';
import { TreeDirectory } from '../../main/system/tree-directory.js';
import { finishRestore, undoRestore } from '../../main/system/store/undo-restore.js';
import { describeTree, differences } from '../support/describe-tree.js';
import { runProgram } from '../support/run-program.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

const { signal } = new AbortController();
const NAME = '2026-11-21 19:36:28';

/** A snapshot and a target, beside each other. */
async function places(script: string) {
  const path = await temporaryDirectory();
  await mkdir(join(path, NAME));
  await mkdir(join(path, 'target'));
  await shell(join(path, NAME), script);
  const order = (
    paths: readonly string[],
    conflict: ConflictRule = 'keep-both',
    layout: RestoreOrder['layout'] = 'in-place',
  ): RestoreOrder => ({
    ...{ snapshot: join(path, NAME), snapshotName: NAME, conflict, layout },
    items: paths.map((item) => ({
      path: item,
      names: item.split('/').map((name) => Buffer.from(name)),
    })),
    target: join(path, 'target'),
    forbidden: { destination: '/nowhere', device: null },
  });
  const restore = (
    paths: readonly string[],
    conflict?: ConflictRule,
    options: Partial<RestoreOptions> = {},
  ) => restoreItems(order(paths, conflict), { signal, ...options });
  return { path, snapshot: join(path, NAME), target: join(path, 'target'), order, restore };
}

function shell(cwd: string, script: string): Promise<string> {
  return runProgram('sh', ['-euc', script], { cwd });
}

/** Contents of all files, by their names. */
const contents = (path: string): Promise<string> =>
  shell(path, `find . -type f -printf '%P: ' -exec cat {} \\; | sort`);

const KINDS: readonly (readonly [string, string])[] = [
  ['an empty file', ': > empty'],
  ['a file of many blocks', 'head -c 3000000 /dev/urandom > large'],
  ['a file that nobody may read', 'echo x > closed; chmod 000 closed'],
  ['setuid', 'echo x > setuid; chown 4711:4712 setuid; chmod 4755 setuid'],
  ['setgid', 'echo x > setgid; chown 4711:4712 setgid; chmod 2755 setgid'],
  ['the sticky bit', 'mkdir sticky; chmod 1777 sticky'],
  ['a setgid directory', 'mkdir team; chgrp 4712 team; chmod 2775 team; echo x > team/file'],
  ['an owner that nobody is', 'echo x > stranger; chown 3999999999:3999999999 stranger'],
  ['a time before 1970', 'echo x > ancient; touch -d 1965-03-02 ancient'],
  ['a time far ahead', 'echo x > future; touch -d 2200-01-01 future'],
  ['nanoseconds', 'echo x > nano; touch -d "2024-05-06 07:08:09.123456789" nano'],
  ['the time of a directory', 'mkdir dated; echo x > dated/x; touch -d 2020-02-02 dated'],
  ['an access control list', 'echo x > acl; setfacl -m u:4711:rw,g:4712:r acl'],
  ['a default list', 'mkdir inherits; setfacl -d -m u:4711:rwx inherits'],
  ['an attribute of a user', 'echo x > noted; setfattr -n user.note -v "from aunt" noted'],
  ['an attribute of binary bytes', 'echo x > binary; setfattr -n user.b -v 0x00ff00 binary'],
  ['a trusted attribute', 'echo x > trusted; setfattr -n trusted.x -v 1 trusted'],
  ['a capability', 'cp /bin/true able; setcap cap_net_raw+ep able'],
  ['an attribute of a directory', 'mkdir tagged; setfattr -n user.tag -v red tagged'],
  ['two names of one file', 'echo x > one; ln one two'],
  ['names of one file in two directories', 'mkdir a b; echo x > a/one; ln a/one b/two'],
  ['a symbolic link', 'ln -s one link; touch -h -d 2021-01-01 link'],
  ['a link to nowhere', 'ln -s /does/not/exist dangling'],
  ['a link with an owner', 'ln -s one owned; chown -h 4711:4712 owned'],
  ['a link of 4,000 bytes', 'ln -s "$(head -c 4000 /dev/zero | tr "\\0" x)" long'],
  ['a file of holes', 'truncate -s 50M holes; echo x >> holes'],
  ['a pipe', 'mkfifo pipe; chmod 620 pipe'],
  [
    'a socket',
    'perl -MIO::Socket::UNIX -e \'IO::Socket::UNIX->new(Local => "socket", Listen => 1)\'',
  ],
  ['a character device', 'mknod null c 1 3; chmod 666 null'],
  ['a block device', 'mknod disk b 7 200'],
  ['an empty directory', 'mkdir nothing'],
  ['a directory that cannot be written to', 'mkdir fixed; echo x > fixed/x; chmod 555 fixed'],
  ['a name that is no UTF-8', 'echo x > "$(printf "Gr\\374n")"'],
  ['a name with a line feed', 'echo x > "$(printf "two\\nlines")"'],
  ['a name like an option', 'echo x > ./--delete'],
  ['a name of 255 bytes', 'echo x > "$(head -c 255 /dev/zero | tr "\\0" n)"'],
  ['a deep tree', 'mkdir -p "$(printf "deep/%.0s" $(seq 100))"'],
];

describe('a round trip', () => {
  it.each(KINDS)('keeps %s', async (_, script) => {
    const { snapshot, target, order } = await places(
      // rsync takes all but files for the same whose times differ by less than a second.
      `mkdir tree; (cd tree; ${script})
       find . -depth ! -type f -newermt '1 hour ago' -exec touch -h -d '2018-03-04 05:06:07.891' {} +`,
    );
    await runProgram('touch', ['-d', '2019-09-09', target]);
    const before = statSync(target, { bigint: true });
    const result = await restoreItems(order(['tree']), { signal });
    expect(result.restored).toEqual(['tree']);
    const [wanted, got] = [await describeTree(snapshot), await describeTree(target)];
    const trees = [wanted, got].map(
      (tree) => new Map([...tree].filter(([name]) => name !== '')),
    ) as [Map<string, string>, Map<string, string>];
    expect(differences(...trees)).toEqual([]);
    const numbers = `find tree \\( -type c -o -type b \\) -exec stat -c '%n %t:%T' {} +`;
    expect(await shell(target, numbers)).toBe(await shell(snapshot, numbers));
    const after = statSync(target, { bigint: true });
    expect([after.mtimeNs, after.mode, after.uid]).toEqual([
      ...[before.mtimeNs, before.mode, before.uid],
    ]);
  });
});

describe('a restore to where things were', () => {
  const LETTERS = `mkdir -p home/letters home/plans; echo old > home/letters/aunt; echo old > home/letters/uncle
    echo plan > home/plans/one; chmod 700 home/plans; touch -d 2020-01-01 home/plans home/letters/*`;

  it('brings back a directory that has gone, around what was asked for', async () => {
    const { target, restore } = await places(LETTERS);
    await mkdir(join(target, 'home'));
    const result = await restore(['home/plans/one', 'home/letters/aunt']);
    expect(result.restored).toEqual(['home/plans', 'home/letters']);
    expect(await contents(target)).toBe('home/letters/aunt: old\nhome/plans/one: plan\n');
    expect((await shell(target, 'stat -c "%a %y" home/plans')).slice(0, 14)).toBe('700 2020-01-01');
    expect(readdirSync(join(target, 'home'))).toEqual(['letters', 'plans']);
  });

  it('merges directories, and leaves what was not in the backup', async () => {
    const { target, restore } = await places(LETTERS);
    await shell(
      target,
      'mkdir -p home/letters; echo new > home/letters/aunt; echo x > home/letters/own',
    );
    const result = await restore(['home'], 'replace');
    expect(result.counts).toEqual({ missing: 2, different: 1, same: 0 });
    expect(await contents(target)).toBe(
      'home/letters/aunt: old\nhome/letters/own: x\nhome/letters/uncle: old\nhome/plans/one: plan\n',
    );
  });

  it('says before what it would find, and changes nothing', async () => {
    const { target, order } = await places(LETTERS);
    await shell(
      target,
      'mkdir -p home/letters; echo new > home/letters/aunt; cp -a ../2026*/home/letters/uncle home/letters',
    );
    const { snapshot, ...wanted } = order(['home']);
    const open = (names: readonly Uint8Array[]) => TreeDirectory.find(snapshot, names);
    const preview = await previewRestore(wanted, open, signal);
    expect(preview).toMatchObject({ missing: 1, different: 1, same: 1 });
    expect(preview.differing).toEqual(['home/letters/aunt']);
    expect(preview.bytes).toBeGreaterThan(0);
    expect(await contents(target)).toBe('home/letters/aunt: new\nhome/letters/uncle: old\n');
  });

  it('goes through no symbolic link on the way', async () => {
    const { path, target, restore } = await places(LETTERS);
    await shell(path, 'mkdir victim; ln -s ../victim target/home');
    await expect(restore(['home/letters/aunt'])).rejects.toMatchObject({
      code: 'target-obstructed',
    });
    await restore(['home'], 'replace');
    expect(readdirSync(join(path, 'victim'))).toEqual([]);
    expect(statSync(join(target, 'home')).isDirectory()).toBe(true);
  });
});

it('counts all that it brought back or left, though it names only some', async () => {
  const names = 'seq --format="%.0f" 1200 | sed s/^/n/';
  const { target, restore } = await places(
    `mkdir new old; cd new; ${names} | xargs touch; cd ../old; ${names} | while read n; do echo x > $n; done`,
  );
  await shell(target, `mkdir new old; cd old; ${names} | while read n; do echo yy > $n; done`);
  const summary = await restore(['new', 'old'], 'only-missing');
  expect(summary).toMatchObject({ restoredCount: 1200, keptCount: 1200 });
  expect([summary.restored.length, summary.kept.length]).toEqual([1000, 1000]);
});

it('gives two items of one name different names', async () => {
  const { target, order } = await places('mkdir a b; echo 1 > a/x; echo 2 > b/x');
  await restoreItems(order(['a/x', 'b/x'], 'keep-both', 'into'), { signal });
  expect(await contents(target)).toBe('x (2026-11-21 19.36): 2\nx: 1\n');
});

describe('an undo', () => {
  const FILES = 'mkdir d; echo old > d/a; echo old > d/b; echo old > c';

  async function replaced() {
    const made = await places(FILES);
    await shell(made.target, 'mkdir d; echo new > d/a; echo mine > c; touch -d 2020-01-01 d .');
    const { traces } = await made.restore(['d', 'c'], 'replace', { keepReplaced: true });
    expect(await contents(made.target)).toContain('d/a: old\n');
    return { ...made, traces };
  }

  it('brings back what was replaced, and takes away what was new', async () => {
    const { target, traces } = await replaced();
    expect(await undoRestore(traces)).toEqual([]);
    expect(await contents(target)).toBe('c: mine\nd/a: new\n');
    expect(await readdir(target)).toEqual(['c', 'd']);
    expect((await shell(target, 'stat -c %y . d')).match(/2020-01-01/g)).toHaveLength(2);
  });

  it('takes nothing away that was changed since', async () => {
    const { target, traces } = await replaced();
    await writeFile(join(target, 'd/a'), 'edited\n');
    await writeFile(join(target, 'c'), 'edited');
    await rm(join(target, 'c'));
    expect(await undoRestore(traces)).toEqual(['d/a']);
    expect(await contents(target)).toBe('c: mine\nd/a (before the restore): new\nd/a: edited\n');
    expect(await readdir(target)).toEqual(['c', 'd']);
  });

  it('is no more possible when it is done with', async () => {
    const { target, traces } = await replaced();
    await finishRestore(traces);
    expect(await undoRestore(traces)).toEqual([]);
    expect(await contents(target)).toBe('c: old\nd/a: old\nd/b: old\n');
    expect(await readdir(target)).toEqual(['c', 'd']);
  });

  /** As if the process, or the machine, had ended. */
  async function abandon(target: string, workspace: string): Promise<void> {
    const path = join(target, workspace, 'owner.json');
    const owner = JSON.parse(await readFile(path, 'utf8')) as object;
    await writeFile(path, JSON.stringify({ ...owner, bootId: 'another' }));
  }

  it('is made by the next restore where one was killed while it renamed', async () => {
    const { target, traces, restore } = await replaced();
    const [{ workspace } = { workspace: '' }] = traces;
    await abandon(target, workspace);
    await rm(join(target, workspace, 'placed'));
    // The last of it had not been renamed yet.
    await shell(target, `mv c ${workspace}/copies/; mv ${workspace}/aside/2 c`);
    await restore(['c'], 'only-missing');
    expect(await contents(target)).toBe('c: mine\nd/a: new\n');
    expect(await readdir(target)).toEqual(['c', 'd']);
  });

  it('is not made where another restore is going on or waits for its own', async () => {
    const { target, traces, restore } = await replaced();
    await restore(['d/b'], 'only-missing');
    expect(await undoRestore(traces)).toEqual([]);
    expect(await contents(target)).toBe('c: mine\nd/a: new\n');
  });
});
