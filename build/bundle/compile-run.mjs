// node compile-run.mjs DIRECTORY: writes beside out/cli/run-program.cjs what V8 compiles of it while it makes a backup of an
// empty directory in DIRECTORY, for run.cjs. V8 compiles functions when they are first called, so that a program that was
// only loaded would leave most of it to be done.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';
import { ROOT } from '../setup/root.mjs';

const directory = process.argv[2];
const filename = join(ROOT, 'out/cli/run-program.cjs');
const require = createRequire(filename);
const script = new Script(Module.wrap(readFileSync(filename, 'utf8')), { filename });
const module = { exports: {} };
script
  .runInThisContext()
  .call(module.exports, module.exports, require, module, filename, dirname(filename));
// What the command asks for is then the program that is watched here.
require.cache[join(ROOT, 'out/cli/run.cjs')] = { ...module, loaded: true };

const source = join(directory, 'source');
mkdirSync(source);
process.argv.splice(2, 1, '--no-sudo', '--disable-notifications', '-qqq');
process.argv.push('--', source, join(directory, 'backups/latest'));
process.once('exit', () => {
  // Where rsync is missing the backup fails, and less is compiled.
  process.exitCode = 0;
  writeFileSync(`${filename}.compiled`, script.createCachedData());
});
require(join(ROOT, 'out/cli/rsync-system-backup.cjs'));
