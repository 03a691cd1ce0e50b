import { execa } from 'execa';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, inject, it } from 'vitest';
import { TOOL_VERSION } from '../../main/shared/tool-version.js';
import { runProgram } from '../support/run-program.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

it('npm installs the command for everybody, without the network and without Electron', async () => {
  const prefix = await temporaryDirectory();
  const { npm } = inject('packages');
  await execa('npm', ['install', '--global', '--offline', '--prefix', prefix, npm], {
    env: { npm_config_cache: join(prefix, 'cache') },
  });
  const modules = join(prefix, 'lib/node_modules');
  expect(await readdir(modules)).toEqual(['rsync-system-backup']);
  const installed = join(modules, 'rsync-system-backup');
  expect((await readdir(installed)).sort()).toEqual([
    ...['CHANGELOG.md', 'LICENSE', 'README.md', 'out', 'package.json'],
  ]);
  expect((await readdir(join(installed, 'out'))).sort()).toEqual([
    ...['cli', 'licences.json', 'main', 'types'],
  ]);
  const command = join(prefix, 'bin/rsync-system-backup');
  const { stdout } = await execa(command, ['--version']);
  expect(stdout).toBe(`rsync-system-backup ${TOOL_VERSION}`);
  await mkdir(join(prefix, 'source'));
  await writeFile(join(prefix, 'source/letter'), 'one');
  const latest = join(prefix, 'backups/latest');
  const quiet = ['--no-sudo', '--disable-notifications'];
  await execa(command, [...quiet, join(prefix, 'source'), latest]);
  expect(await runProgram('cat', [join(latest, 'letter')])).toBe('one');
  const script = `import('rsync-system-backup').then((it) => it.listSnapshots(process.argv[1])).then((all) => console.log(all.length))`;
  const listed = await execa(process.execPath, ['--eval', script, latest], { cwd: installed });
  expect(listed.stdout).toBe('1');
});
