import { execa } from 'execa';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import type { PrivateNamespace } from './private-namespace.js';
import { requireRoot } from './require-root.js';
import { runProgram } from './run-program.js';

/** /dev with what tests of disks need, so that udev makes its links where nobody else sees them. */
const SETUP = `
  set -e
  mount -t tmpfs tmpfs /run
  mkdir /run/dev /run/udev
  mount -t tmpfs -o dev tmpfs /run/dev
  cp --archive /dev/null /dev/zero /dev/full /dev/random /dev/urandom /dev/loop* /run/dev
  mount --move /run/dev /dev
  /lib/systemd/systemd-udevd --daemon
  echo ready
  exec sleep infinity
`;

/**
 * The real udevd in namespaces of its own. The kernel tells it of every device in each network namespace, so that nothing
 * but its place differs from a udevd that has the machine for itself.
 */
export async function realUdev(): Promise<PrivateNamespace> {
  requireRoot();
  const keeper = execa(
    'setpriv',
    [
      ...['--pdeathsig', 'KILL', 'unshare', '--mount', '--net', '--pid', '--fork', '--kill-child'],
      ...['--propagation', 'private', 'sh', '-c', SETUP],
    ],
    { reject: false },
  );
  onTestFinished(async () => {
    keeper.kill('SIGKILL');
    await keeper;
  });
  await once(keeper.stdout, 'data');
  const enter = ['nsenter', '--target', String(keeper.pid), '--mount', '--net', '--'] as const;
  const [program, ...before] = enter;
  return {
    pid: keeper.pid ?? 0,
    enter: [...enter],
    run: (inner, args, options) => runProgram(program, [...before, inner, ...args], options),
  };
}
