import { execa } from 'execa';
import { once } from 'node:events';
import { dirname } from 'node:path';
import { onTestFinished } from 'vitest';
import { requireRoot } from './require-root.js';
import { runProgram, type ProgramOptions } from './run-program.js';
import { temporaryDirectory } from './temporary-directory.js';

/** Mounts that nobody else sees, and that are gone with the test. */
export interface PrivateNamespace {
  /** To be put before a command, so that it runs in there. */
  readonly enter: readonly [string, ...string[]];
  readonly run: (
    program: string,
    args: readonly string[],
    options?: ProgramOptions,
  ) => Promise<string>;
}

export async function privateNamespace(): Promise<PrivateNamespace> {
  requireRoot();
  const keeper = execa(
    'setpriv',
    [
      ...['--pdeathsig', 'KILL', 'unshare', '--mount', '--propagation', 'private'],
      ...['sh', '-c', 'echo ready; exec sleep infinity'],
    ],
    { reject: false },
  );
  onTestFinished(async () => {
    keeper.kill('SIGKILL');
    await keeper;
  });
  await once(keeper.stdout, 'data');
  const enter = ['nsenter', '--target', String(keeper.pid), '--mount', '--'] as const;
  const [program, ...before] = enter;
  return {
    enter: [...enter],
    run: (inner, args, options) => runProgram(program, [...before, inner, ...args], options),
  };
}

/** As if the package were not installed. */
export async function hideProgram(namespace: PrivateNamespace, path: string): Promise<void> {
  await changeableInside(namespace, dirname(path));
  await namespace.run('rm', [path]);
}

/** A file of the system, as only this test sees it. */
export async function writeSystemFile(
  namespace: PrivateNamespace,
  path: string,
  text: string,
): Promise<void> {
  await namespace.run('tee', [path], { input: text });
}

/** From now on a directory of the system may be changed in the namespace; nobody else sees it. */
export async function changeableInside(
  namespace: PrivateNamespace,
  directory: string,
): Promise<void> {
  const scratch = await temporaryDirectory();
  await namespace.run('mount', ['-t', 'tmpfs', 'tmpfs', scratch]);
  const [upper, work] = [`${scratch}/upper`, `${scratch}/work`];
  await namespace.run('mkdir', [upper, work]);
  const layers = `lowerdir=${directory},upperdir=${upper},workdir=${work}`;
  await namespace.run('mount', ['-t', 'overlay', '-o', layers, 'overlay', directory]);
}
