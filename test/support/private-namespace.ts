import { execa } from 'execa';
import { once } from 'node:events';
import { dirname } from 'node:path';
import { onTestFinished } from 'vitest';
import { requireRoot } from './require-root.js';
import { runProgram, type ProgramOptions } from './run-program.js';
import { temporaryDirectory } from './temporary-directory.js';

/** Mounts that nobody else sees, and that are gone with the test. */
export interface PrivateNamespace {
  /** Of the process that keeps it. */
  readonly pid: number;
  /** To be put before a command, so that it runs in there. */
  readonly enter: readonly [string, ...string[]];
  readonly run: (
    program: string,
    args: readonly string[],
    options?: ProgramOptions,
  ) => Promise<string>;
}

/** @param network true: it has no network but what it is given */
export async function privateNamespace({
  network = false,
}: { readonly network?: boolean } = {}): Promise<PrivateNamespace> {
  requireRoot();
  const kinds = ['--mount', ...(network ? ['--net'] : [])];
  const keeper = execa(
    'setpriv',
    [
      ...['--pdeathsig', 'KILL', 'unshare', ...kinds, '--propagation', 'private'],
      ...['sh', '-c', 'echo ready; exec sleep infinity'],
    ],
    { reject: false },
  );
  onTestFinished(async () => {
    keeper.kill('SIGKILL');
    await keeper;
  });
  await once(keeper.stdout, 'data');
  const pid = keeper.pid ?? 0;
  const [program, ...before] = ['nsenter', '--target', String(pid), ...kinds, '--'] as const;
  return {
    pid,
    enter: [program, ...before],
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
