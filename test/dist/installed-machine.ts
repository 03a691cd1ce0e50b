import { execa } from 'execa';
import { readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { inject, onTestFinished } from 'vitest';
import { errorCode } from '../../main/system/error-code.js';
import { changeableInside, privateNamespace } from '../support/private-namespace.js';
import type { PrivateNamespace } from '../support/private-namespace.js';

/** This machine with the package unpacked into it, as only this test sees it. */
export interface InstalledMachine {
  /** How this process reaches a file of that machine. */
  readonly inside: (path: string) => string;
  readonly shell: (script: string) => Promise<string>;
  /** Runs a maintainer script, as dpkg would. */
  readonly maintain: (script: string, ...args: readonly string[]) => Promise<string>;
  /** Starts a program that has nothing but this environment. */
  readonly start: (
    command: readonly string[],
    environment: Readonly<Record<string, string>>,
  ) => RunningProgram;
  /** Those that were started in there and still run, and what they started. */
  readonly processes: () => readonly number[];
}

export type RunningProgram = ReturnType<typeof startIn>;

/** The machine's own systemd, kernel and log are none of the package's business here. */
const SETUP = `
  mount -t tmpfs -o mode=755 tmpfs /mnt
  mount -t tmpfs -o mode=755 tmpfs /run
  [ ! -d /sys/kernel/security ] || mount -t tmpfs tmpfs /sys/kernel/security
  printf '#!/bin/sh\\nexec cat > /dev/null\\n' > /usr/local/sbin/logger
  chmod 755 /usr/local/sbin/logger
`;

export async function installedMachine(): Promise<InstalledMachine> {
  const { root, control } = inject('packages');
  const namespace = await privateNamespace();
  for (const directory of ['/etc', '/opt', '/usr', '/var/lib']) {
    await changeableInside(namespace, directory);
  }
  const shell = (script: string): Promise<string> => namespace.run('sh', ['-euc', script]);
  await shell(SETUP);
  await namespace.run('cp', ['--recursive', '--preserve=mode', `${root}/etc`, `${root}/usr`, '/']);
  const processes = (): readonly number[] => processesIn(namespace);
  onTestFinished(() => {
    for (const pid of processes()) process.kill(pid, 'SIGKILL');
  });
  const application = '/opt/rsync-system-backup';
  await namespace.run('mkdir', [application]);
  await namespace.run('mount', ['--bind', `${root}${application}`, application]);
  return {
    inside: (path) => `/proc/${namespace.enter[2] ?? ''}/root${path}`,
    shell,
    maintain: (script, ...args) => namespace.run('sh', [join(control, script), ...args]),
    start: (command, environment) => startIn(namespace, command, environment),
    processes,
  };
}

/** All but the one that keeps the namespace. */
function processesIn({ pid: keeper }: PrivateNamespace): readonly number[] {
  const mountsOf = (pid: number): string | null => {
    try {
      return readlinkSync(`/proc/${pid}/ns/mnt`);
    } catch (error) {
      // It has ended meanwhile, or is none of ours.
      if (['ENOENT', 'ESRCH', 'EACCES'].includes(errorCode(error) ?? '')) return null;
      throw error;
    }
  };
  const mounts = mountsOf(keeper);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== keeper && mounts !== null && mountsOf(pid) === mounts);
}

function startIn(
  { enter: [program, ...before] }: PrivateNamespace,
  command: readonly string[],
  environment: Readonly<Record<string, string>>,
) {
  const child = execa(program, [...before, ...command], {
    env: environment,
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
  });
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await child;
  });
  return child;
}
