import { remoteMachine, type RemoteMachine } from '../../main/system/remote/remote-machine.js';
import type { SshConnection } from '../../main/system/remote/ssh-connection.js';
import { runCommand } from '../../main/system/run-command.js';

/** This machine in place of another, with no line between: test/acceptance/ssh.test.ts has one. */
export function localMachine(...before: readonly string[]): RemoteMachine {
  const run: SshConnection['run'] = (program, args, options) => {
    const [first = program, ...rest] = [...before, program, ...args];
    return runCommand(first, rest, options);
  };
  return remoteMachine({ host: 'box', run } as SshConnection, null);
}
