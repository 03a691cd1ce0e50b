import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { eventsOf, runCommandLine, snapshotOf } from '../support/command-line.js';
import type { CommandLineOptions } from '../support/command-line.js';
import { describeTree, differences } from '../support/describe-tree.js';
import { loopFileSystem } from '../support/loop-file-system.js';
import { ordinaryUser } from '../support/ordinary-user.js';
import { hideProgram, privateNamespace } from '../support/private-namespace.js';
import { smallSource } from '../support/small-source.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

/** A source, a backup of it, a directory full of somebody's files, and one that waits. */
async function playground() {
  const here = await temporaryDirectory();
  await smallSource(join(here, 'source'));
  await smallSource(join(here, 'foreign/latest'));
  await smallSource(join(here, 'foreign/latest/inner'));
  await mkdir(join(here, 'empty'));
  await mkdir(join(here, 'photos/2019-07-01'), { recursive: true });
  await writeFile(join(here, 'file'), 'not a directory\n');
  snapshotOf(await runCommandLine([join(here, 'source'), join(here, 'made/latest')]));
  return here;
}

/** One line on standard error, nothing on standard output, exit value 1, and no entry of the directory touched. */
async function expectRefusal(
  here: string,
  args: readonly string[],
  says: string,
  options: CommandLineOptions = {},
): Promise<void> {
  const before = await describeTree(here);
  const refused = await runCommandLine(['--quiet', ...args], { ...options, json: false });
  expect(refused).toMatchObject({ stderr: `Error: ${says}\n`, stdout: '', exitCode: 1 });
  expect(differences(before, await describeTree(here))).toEqual([]);
}

interface BadInput {
  readonly given: string;
  /** `~` stands for the playground. */
  readonly args: readonly string[];
  readonly says: string;
}

const BAD_INPUT: readonly BadInput[] = [
  {
    given: 'a source that does not exist',
    args: ['~/nowhere', '~/empty/latest'],
    says: 'There is no source directory “~/nowhere”. Check the spelling, and that source and destination are not swapped.',
  },
  {
    given: 'a source without a name, as an unset variable leaves it',
    args: ['', '~/empty/latest'],
    says: 'An argument is empty, as a variable that is not set leaves it. See “rsync-system-backup --help”.',
  },
  {
    given: 'a destination without a name',
    args: ['~/source', ''],
    says: 'An argument is empty, as a variable that is not set leaves it. See “rsync-system-backup --help”.',
  },
  {
    given: 'a source that is a file',
    args: ['~/file', '~/empty/latest'],
    says: 'The source “~/file” is not a directory. Name the directory that holds it, and exclude the rest.',
  },
  {
    given: 'a source inside the destination',
    args: ['~/foreign/latest/inner', '~/foreign/latest'],
    says: 'The source “~/foreign/latest/inner” is inside the destination “~/foreign/latest”. Everything else in the destination would be deleted. Choose another destination.',
  },
  {
    given: 'a source that is the destination',
    args: ['~/source', '~/source'],
    says: 'The source “~/source” is inside the destination “~/source”. Everything else in the destination would be deleted. Choose another destination.',
  },
  {
    given: 'a destination inside the source',
    args: ['~/source', '~/source/backup/latest'],
    says: "The destination “~/source/backup/latest” is inside the source “~/source”: the backup would contain itself. Choose a destination outside it, or leave it out with --exclude='/backup/'.",
  },
  {
    given: 'a destination just below the source',
    args: ['~/source', '~/source/latest'],
    says: 'The destination “~/source/latest” is inside the source “~/source”: the backup would contain itself. Choose a destination outside it.',
  },
  {
    given: 'swapped arguments, the source being the newest backup',
    args: ['~/made/latest', '~/source'],
    says: 'The source “~/made/latest” is itself a backup. The source comes before the destination; they may be swapped. If this is what you want, add --adopt.',
  },
  {
    given: 'swapped arguments, the source being the directory of all backups',
    args: ['~/made', '~/source'],
    says: 'The source “~/made” is itself a backup. The source comes before the destination; they may be swapped. If this is what you want, add --adopt.',
  },
  {
    given: 'a destination full of foreign files',
    args: ['~/source', '~/foreign/latest'],
    says: '“~/foreign/latest” holds files, but no backup was ever made there. A backup would delete them. Choose an empty directory, or, if they may go, take it over with --adopt.',
  },
  {
    given: 'the directory of another backup',
    args: ['~/source', '~/made/other'],
    says: '“~/made” already keeps the snapshots of “latest”. Two backups need two directories, such as “~/made/other/latest”.',
  },
  {
    given: 'the destination of another disk',
    args: ['--expect-destination=another', '~/source', '~/made/latest'],
    says: '“~/made/latest” is not the destination that this backup has used before. Another disk may be mounted there. Connect the right one, or take this one over by the command with --adopt.',
  },
  {
    given: 'a destination that is a file',
    args: ['~/source', '~/file'],
    says: 'The destination “~/file” is not a directory. Choose another name for it.',
  },
  {
    given: 'a destination below a file',
    args: ['~/source', '~/file/latest'],
    says: '“~/file/latest” cannot be a directory: something above it is a file. Choose another name for it.',
  },
  {
    given: 'the root directory for a destination',
    args: ['~/source', '/'],
    says: '“/” cannot be a destination: there is no directory around it for the snapshots. Name a directory for the backup, such as /mnt/backup/latest.',
  },
  {
    given: 'nothing to take a snapshot of',
    args: ['--snapshot', '~/empty/latest'],
    says: 'There is no backup “~/empty/latest”. Check the spelling, or make a backup first.',
  },
  {
    given: 'nothing to rotate',
    args: ['--rotate', '~/empty/latest'],
    says: 'There is no backup “~/empty/latest”. Check the spelling, or make a backup first.',
  },
  {
    given: 'directories that only look like snapshots',
    args: ['~/source', '~/photos/latest'],
    says: '“~/photos” holds directories named by dates, but no backup was ever made there. Rotation would remove them as old snapshots. Choose another directory, or, if they are snapshots, take it over with --adopt.',
  },
  {
    given: 'a rotation that keeps nothing',
    args: ['--daily=0', '~/source', '~/empty/latest'],
    says: 'The rotation scheme is empty: every snapshot would be removed. Keep some, such as --daily=7 --monthly=always.',
  },
  {
    given: 'a count that is none',
    args: ['--hourly=x', '~/source', '~/empty/latest'],
    says: '“x” is no count; --hourly takes a whole number or “always”. See “rsync-system-backup --help”.',
  },
  {
    given: 'an unknown I/O scheduling class',
    args: ['--ionice=foo', '~/source', '~/empty/latest'],
    says: '“foo” is no I/O scheduling class; --ionice takes idle, best-effort, realtime. See “rsync-system-backup --help”.',
  },
  {
    given: 'three arguments',
    args: ['~/source', '~/empty/latest', '~/made/latest'],
    says: 'At most a source and a destination are expected, not 3 arguments. See “rsync-system-backup --help”.',
  },
  {
    given: 'an unknown option',
    args: ['--frobnicate', '~/source', '~/empty/latest'],
    says: 'There is no option --frobnicate. See “rsync-system-backup --help”.',
  },
  {
    given: 'an option without its argument',
    args: ['~/source', '~/empty/latest', '--mount'],
    says: 'Option --mount needs an argument: DIRECTORY. See “rsync-system-backup --help”.',
  },
];

it.each(BAD_INPUT)('refuses $given and writes nothing', async ({ args, says }) => {
  const here = await playground();
  const inHere = (text: string): string => text.replaceAll('~/', `${here}/`);
  const named = says.replaceAll('“~/made”', `“${here}/made”`);
  await expectRefusal(here, args.map(inHere), inHere(named));
});

it('allows a destination inside the source that is excluded', async () => {
  const here = await playground();
  const args = ['--exclude=/backup/', join(here, 'source'), join(here, 'source/backup/latest')];
  const snapshot = await describeTree(snapshotOf(await runCommandLine(args)));
  expect([...snapshot.keys()]).toEqual(['', 'directory', 'directory/other', 'file']);
});

it('allows a destination inside the source that is on another file system', async () => {
  const { path } = await loopFileSystem('ext4', 16);
  const around = join(path, '..');
  const args = ['--exclude=/image', around, join(path, 'latest')];
  expect(snapshotOf(await runCommandLine(args))).toContain(path);
  const crossing = ['--multi-fs', ...args];
  expect((await runCommandLine(crossing)).stdout).toContain('destination-inside-source');
});

it('takes foreign files over when it is told to', async () => {
  const here = await playground();
  const args = ['--adopt', join(here, 'source'), join(here, 'foreign/latest')];
  const snapshot = await describeTree(snapshotOf(await runCommandLine(args)));
  expect([...snapshot.keys()]).toEqual(['', 'directory', 'directory/other', 'file']);
});

it('refuses a marker that cannot be read, and replaces it when it is told to', async () => {
  const here = await playground();
  await writeFile(join(here, 'made/.rsync-system-backup/destination.json'), '{ half');
  const args = [join(here, 'source'), join(here, 'made/latest')];
  await expectRefusal(
    here,
    args,
    `The destination's marker in “${here}/made” cannot be read. If this is the right disk, run the command once with --adopt; that writes a new one.`,
  );
  snapshotOf(await runCommandLine(['--adopt', ...args]));
});

it('refuses a catalog that is a symbolic link to somewhere else', async () => {
  const here = await playground();
  await symlink(join(here, 'foreign'), join(here, 'empty/.rsync-system-backup'));
  const names = await readdir(here, { recursive: true });
  const args = ['--quiet', join(here, 'source'), join(here, 'empty/latest')];
  const { stderr, exitCode } = await runCommandLine(args, { json: false });
  expect({ stderr, exitCode }).toEqual({
    stderr: `Error: “${here}/empty/.rsync-system-backup” is not a directory. Move it away; the backup keeps its records under that name.\n`,
    exitCode: 1,
  });
  expect(await readdir(here, { recursive: true })).toEqual(names);
});

it('tells an ordinary user that the destination may not be written to', async () => {
  const here = await playground();
  const { become, command, environment } = await ordinaryUser();
  await expectRefusal(
    here,
    ['--no-sudo', join(here, 'source'), join(here, 'empty/latest')],
    `You may not write to “${here}/empty”. Choose a directory that is yours, or run the backup as root, the administrator.`,
    { through: become, command, environment },
  );
});

it('tells an ordinary user that the source may not be read', async () => {
  const here = await playground();
  const { become, command, environment, home } = await ordinaryUser();
  await mkdir(join(here, 'secret'), { mode: 0o700 });
  await expectRefusal(
    here,
    ['--no-sudo', join(here, 'secret'), join(home, 'latest')],
    `You may not read the source “${here}/secret”. Run the backup as root, the administrator.`,
    { through: become, command, environment },
  );
});

it('refuses to guess a rotation when its settings cannot be read', async () => {
  const here = await playground();
  const { become, command, home } = await ordinaryUser();
  await mkdir(join(here, 'secret'), { mode: 0o700 });
  await expectRefusal(
    here,
    ['--no-sudo', join(here, 'source'), join(home, 'latest')],
    `The rotation settings in “${here}/secret/.rotate-backups.d” cannot be read. Make them readable, or set $HOME to your own home directory.`,
    { through: become, command, environment: { HOME: join(here, 'secret') } },
  );
});

it('says that rsync is not installed', async () => {
  const here = await playground();
  const namespace = await privateNamespace();
  await hideProgram(namespace, '/usr/bin/rsync');
  for (const destination of ['empty/latest', 'made/latest']) {
    await expectRefusal(
      here,
      [join(here, 'source'), join(here, destination)],
      'The program “rsync” is not installed. Install it with your package manager and start again.',
      { through: namespace.enter },
    );
  }
});

it.each([
  ['exfat', 'hard links, symbolic links, file modes, and names with a colon'],
  ['ntfs', 'file modes'],
] as const)('refuses a disk with %s in plain words', async (type, lacks) => {
  const here = await playground();
  const { path } = await loopFileSystem(type, 32);
  const args = ['--quiet', join(here, 'source'), join(path, 'backup/latest')];
  const before = await readdir(path, { recursive: true });
  const { stderr, exitCode } = await runCommandLine(args, { json: false });
  expect({ stderr, exitCode }).toEqual({
    stderr: `Error: The file system of “${path}/backup” cannot hold a backup: it has no ${lacks}. Disks are often sold with exFAT or NTFS. Format this one with ext4, or choose another.\n`,
    exitCode: 1,
  });
  expect(await readdir(path, { recursive: true })).toEqual(before);
});

it('tells a program the same in one event', async () => {
  const here = await playground();
  const result = await runCommandLine([
    '--daily=0',
    join(here, 'source'),
    join(here, 'made/latest'),
  ]);
  expect(eventsOf(result, 'error').map(({ code }) => code)).toEqual(['invalid-rotation-scheme']);
  expect(eventsOf(result, 'finished').map(({ outcome }) => outcome)).toEqual(['failed']);
  expect(result.exitCode).toBe(1);
});
