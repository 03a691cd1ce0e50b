import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../setup/root.mjs';
import { SetupError } from '../setup/setup-error.mjs';
import { layOutFile, layOutText, layOutTree } from './lay-out-files.mjs';
import { EXECUTABLE, PROGRAM } from './places.mjs';

/** Of what is built: the library, declarations and benchmarks stay at home. */
const PROGRAMS = ['LICENSE', 'cli', 'electron', 'helper', 'icons', 'licences.json', 'renderer'];

export const LAUNCHER = `#!/bin/sh
# The command line runs on the application's own Node.js.
ELECTRON_RUN_AS_NODE=1 exec /${EXECUTABLE} /${PROGRAM}/out/cli/rsync-system-backup.cjs "$@"
`;

/** What only root's helper needs: who may call it, and itself. */
export const PRIVILEGED = [
  {
    from: 'build/libexec/rsync-system-backup-helper',
    to: 'usr/libexec/rsync-system-backup-helper',
    mode: 0o755,
  },
  {
    from: 'build/polkit/org.rsync-system-backup.policy',
    to: 'usr/share/polkit-1/actions/org.rsync-system-backup.policy',
    mode: 0o644,
  },
];

/** Lays out what `npm run build` made, beside a runtime that may be there already. */
export async function installProgram(root) {
  const built = join(ROOT, 'out');
  if (!existsSync(join(built, 'electron'))) throw new SetupError('Build first: npm run build.');
  const to = join(root, PROGRAM);
  await rm(to, { recursive: true, force: true });
  for (const name of PROGRAMS.filter((candidate) => existsSync(join(built, candidate)))) {
    await layOutTree(join(built, name), join(to, 'out', name));
  }
  await layOutText(await packageJson(), join(to, 'package.json'), 0o644);
  await layOutText(LAUNCHER, join(root, 'usr/bin/rsync-system-backup'), 0o755);
  for (const { from, to: place, mode } of PRIVILEGED) {
    if (existsSync(join(ROOT, from))) await layOutFile(join(ROOT, from), join(root, place), mode);
  }
}

/** What Electron reads of it. */
async function packageJson() {
  const whole = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  const { name, version, description, license, author, type, main } = whole;
  return `${JSON.stringify({ name, version, description, license, author, type, main }, null, 2)}\n`;
}
