import { execa } from 'execa';
import { join } from 'node:path';
import { inject, onTestFinished } from 'vitest';
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
  const application = '/opt/rsync-system-backup';
  await namespace.run('mkdir', [application]);
  await namespace.run('mount', ['--bind', `${root}${application}`, application]);
  return {
    inside: (path) => `/proc/${namespace.enter[2] ?? ''}/root${path}`,
    shell,
    maintain: (script, ...args) => namespace.run('sh', [join(control, script), ...args]),
    start: (command, environment) => startIn(namespace, command, environment),
  };
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
