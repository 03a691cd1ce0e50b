import { constants } from 'node:fs';
import {
  chmod,
  chown,
  link,
  lutimes,
  mkdir,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ageTree } from '../support/age-tree.js';
import { runCommandLine, snapshotOf } from '../support/command-line.js';
import { describeTree, differences, type TreeDescription } from '../support/describe-tree.js';
import { requireRoot } from '../support/require-root.js';
import { runProgram } from '../support/run-program.js';
import { seededRandom } from '../support/seeded-random.js';
import { sshServer } from '../support/ssh-server.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

/** Above and below the directories that are gone through side by side. */
const DIRECTORIES = ['d0', 'd1', 'd2/e/f', 'd3/e/f/g'];
const NAMES = Array.from(
  { length: 40 },
  (_, index) => `${DIRECTORIES[index % 4] ?? ''}/f${String(index)}`,
);
const CHANGES = 60;
const ROUNDS = 6;
/** Few, and two of one size: what differs must not always show. */
const CONTENTS = ['one', 'two', 'three', 'sixteen'];
const WHOLE_SECOND = 1_700_000_000;

const { O_WRONLY, O_CREAT, O_TRUNC, O_NONBLOCK } = constants;
/** Does not wait for a reader of a fifo. */
const OVERWRITE = O_WRONLY | O_CREAT | O_TRUNC | O_NONBLOCK;

type Change = (path: string, other: string, number: number) => Promise<unknown>;

/** Each alone, and in every order with the others, on files, symbolic links, fifos and groups of hard links. */
const KINDS: readonly Change[] = [
  (path, _, number) => chmod(path, 0o600 + (number % 0o70)),
  (path, _, number) => chown(path, number % 5, number % 3),
  (path, _, number) => lutimes(path, WHOLE_SECOND, WHOLE_SECOND + (number % 3)),
  (path, _, number) =>
    writeFile(path, CONTENTS[number % CONTENTS.length] ?? '', { flag: OVERWRITE }),
  (path, _, number) => replace(path, CONTENTS[number % CONTENTS.length] ?? ''),
  (path, _, number) => runProgram('setfattr', ['-n', 'user.note', '-v', String(number % 3), path]),
  (path, _, number) => runProgram('setfacl', ['-m', `u:${String(number % 3)}:r`, path]),
  (path, other) => rename(path, other),
  (path, other) => link(path, other),
  (path, other) => symlink(other, path),
  (path) => runProgram('mkfifo', [path]),
  (path) => rm(path),
];

const PLACES = ['here', 'over SSH'] as const;

it.each(PLACES)('no order of changes reaches an older snapshot (%s)', async (place) => {
  requireRoot();
  const [host, environment] =
    place === 'here' ? ['', {}] : ['box:', (await sshServer()).environment];
  const random = seededRandom();
  const whole = (end: number): number => Math.floor(random.next() * end);
  const here = await temporaryDirectory();
  const source = join(here, 'source');
  for (const name of DIRECTORIES) await mkdir(join(source, name), { recursive: true });
  for (const name of NAMES) await writeFile(join(source, name), 'one');
  await ageTree(source);

  const taken: { readonly path: string; readonly before: TreeDescription }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const path = snapshotOf(
      await runCommandLine(['-b', '-s', source, `${host}${join(here, 'backups/latest')}`], {
        environment,
      }),
    );
    expect(await remaining(source, path)).toBe('');
    taken.push({ path, before: await describeTree(path) });
    for (const one of taken) {
      expect(differences(one.before, await describeTree(one.path))).toEqual([]);
    }
    for (let change = 0; change < CHANGES; change += 1) {
      const [name = '', other = ''] = [NAMES[whole(NAMES.length)], NAMES[whole(NAMES.length)]];
      const happen = KINDS[whole(KINDS.length)];
      // Most do not suit everything: a link cannot be made where there is a file.
      await happen?.(join(source, name), join(source, other), whole(1000)).catch(() => undefined);
    }
    await settleTimes(source, whole);
  }
});

it.each(PLACES)(
  'two names of one file that are two files now differ in the backup too (%s)',
  async (place) => {
    requireRoot();
    const [host, environment] =
      place === 'here' ? ['', {}] : ['box:', (await sshServer()).environment];
    const here = await temporaryDirectory();
    const source = join(here, 'source');
    await mkdir(source);
    await writeFile(join(source, 'a'), 'one', { mode: 0o644 });
    await link(join(source, 'a'), join(source, 'b'));
    await ageTree(source);
    const backUp = async (): Promise<string> =>
      snapshotOf(
        await runCommandLine(['-b', '-s', source, `${host}${join(here, 'backups/latest')}`], {
          environment,
        }),
      );
    const first = await backUp();
    const before = await describeTree(first);
    await runProgram('cp', ['--archive', join(source, 'a'), join(source, 'c')]);
    await rename(join(source, 'c'), join(source, 'a'));
    await chmod(join(source, 'a'), 0o600);
    await chmod(join(source, 'b'), 0o640);
    await ageTree(source);
    expect(await remaining(source, await backUp())).toBe('');
    expect(differences(before, await describeTree(first))).toEqual([]);
  },
);

async function replace(path: string, contents: string): Promise<void> {
  await writeFile(`${path}.new`, contents);
  await rename(`${path}.new`, path);
}

/**
 * rsync takes a file for unchanged whose size and time are. So no two contents of one size get the same time: that would be
 * a change that rsync is made not to see.
 */
async function settleTimes(source: string, whole: (end: number) => number): Promise<void> {
  const contents = new Map(CONTENTS.map((text, index) => [text, index * 10]));
  const list = await runProgram('find', [source, '!', '-type', 'd', '-printf', '%y%P\\0']);
  for (const entry of list.split('\0').filter(Boolean)) {
    const path = join(source, entry.slice(1));
    const text = entry.startsWith('f') ? await runProgram('cat', [path]) : '';
    const time = WHOLE_SECOND + (contents.get(text) ?? 0) + whole(3);
    await lutimes(path, time, time);
  }
  await runProgram('find', [
    source,
    '-type',
    'd',
    '-exec',
    'touch',
    '-d',
    '@1700000000',
    '{}',
    '+',
  ]);
}

/** What rsync would still do, by checksums and nanoseconds. */
async function remaining(source: string, copy: string): Promise<string> {
  const options = ['-naAXHSic', '--numeric-ids', '--delete', '--modify-window=-1'];
  return runProgram('rsync', [...options, `${source}/`, `${copy}/`]);
}
