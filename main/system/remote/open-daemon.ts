import { formatDestination, type DaemonDestination } from '../../domain/destination.js';
import type { DaemonModule } from '../../engine/ports.js';
import { connectionOptions } from './connection-options.js';
import type { RemoteOptions } from './remote-options.js';
import { openTunnel } from './ssh-tunnel.js';

/** rsync(1): the port of a daemon where none is named. */
const DAEMON_PORT = 873;
/**
 * Beside the file that it is a part of, hidden from the source's own; with deletions at the end, those that were of no use go
 * when a transfer is whole, and stay when it breaks.
 */
const PARTIAL = ['--partial-dir=.rsync-system-backup-partial', '--delete-delay'];

/** To back up to. */
export async function openDaemon(
  destination: DaemonDestination,
  options: RemoteOptions,
  signal: AbortSignal,
): Promise<DaemonModule> {
  const reached = await reachDaemon(destination, options, signal);
  const { receiver } = reached;
  return {
    receiver: { ...receiver, connection: [...PARTIAL, ...receiver.connection] },
    close: () => reached.close(),
  };
}

/** Over the tunnel, where there is to be one. */
export async function reachDaemon(
  destination: DaemonDestination,
  options: RemoteOptions,
  signal: AbortSignal,
): Promise<DaemonModule> {
  const { tunnel } = options;
  const connection = [
    ...connectionOptions(options),
    ...(options.passwordFile === null ? [] : [`--password-file=${options.passwordFile}`]),
  ];
  if (tunnel === null) {
    return {
      receiver: {
        destination: formatDestination(destination),
        connection: [...connection, `--contimeout=${String(options.timeout)}`],
      },
      close: () => Promise.resolve(),
    };
  }
  // Seen from the machine that the tunnel leads to, it is that machine itself.
  const hostname = destination.hostname === tunnel.hostname ? 'localhost' : destination.hostname;
  const target = { hostname, port: destination.port ?? DAEMON_PORT };
  const opened = await openTunnel(tunnel, target, options, signal);
  const local = { ...destination, hostname: '127.0.0.1', port: opened.port };
  return {
    receiver: { destination: formatDestination(local), connection },
    close: () => opened.close(),
  };
}
