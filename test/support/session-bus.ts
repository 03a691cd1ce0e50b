import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { temporaryDirectory } from './temporary-directory.js';

export interface SessionBus {
  readonly address: string;
  readonly stop: () => Promise<void>;
  /** Ends all connections; then it is there again, at the same address. */
  readonly restart: () => Promise<void>;
}

/** A message bus of one test. */
export async function sessionBus(): Promise<SessionBus> {
  const address = `unix:path=${await temporaryDirectory()}/bus`;
  let daemon = await startDaemon(address);
  const stop = async (): Promise<void> => {
    if (daemon.exitCode !== null || daemon.signalCode !== null) return;
    const ended = once(daemon, 'exit');
    daemon.kill();
    await ended;
  };
  onTestFinished(stop);
  const restart = async (): Promise<void> => {
    await stop();
    daemon = await startDaemon(address);
  };
  return { address, stop, restart };
}

async function startDaemon(address: string): Promise<ChildProcess> {
  const options = ['--session', '--nofork', '--nopidfile', '--print-address=1'];
  const daemon = spawn('dbus-daemon', [...options, `--address=${address}`], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await once(daemon.stdout, 'data');
  return daemon;
}
