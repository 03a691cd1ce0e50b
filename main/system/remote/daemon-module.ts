import { formatDestination, type DaemonDestination } from '../../domain/destination.js';
import { formatRemoteShell } from '../../domain/remote-shell.js';
import type { DaemonModule } from '../../engine/ports.js';
import type { Authority } from '../../domain/authority.js';
import type { TunnelEnd } from '../../domain/tunnel-failure.js';
import { isRoot } from '../is-root.js';
import { connectionOptions } from './connection-options.js';
import type { RemoteOptions } from './remote-options.js';
import { sshOptions } from './ssh-options.js';
import { checkShell } from './ssh-program.js';

/** rsync(1): the port of a daemon where none is named. */
const DAEMON_PORT = 873;

/** To back up to. */
export async function daemonModule(
  destination: DaemonDestination,
  options: RemoteOptions,
): Promise<DaemonModule> {
  const { receiver, tunnel } = await reachedModule(destination, options);
  return { receiver: { ...receiver, parts: 'keep' }, tunnel };
}

/** How rsync reaches it: through a tunnel, where there is to be one. */
export async function reachedModule(
  destination: DaemonDestination,
  options: RemoteOptions,
): Promise<DaemonModule> {
  const { tunnel: gate, passwordFile, timeout } = options;
  const connection = [
    ...connectionOptions(options),
    ...(passwordFile === null ? [] : [`--password-file=${passwordFile}`]),
  ];
  const place = formatDestination(destination);
  if (gate === null) {
    const direct = [...connection, `--contimeout=${String(timeout)}`];
    return { receiver: { destination: place, connection: direct }, tunnel: null };
  }
  await checkShell(options);
  // Seen from the machine that the tunnel leads to, it is that machine itself.
  const hostname = destination.hostname === gate.hostname ? 'localhost' : destination.hostname;
  const port = destination.port ?? DAEMON_PORT;
  const tunnel = { gate: gate.hostname, hostname, port, asRoot: isRoot() };
  const shell = `--rsh=${formatRemoteShell(tunnelCommand(gate, tunnel, options))}`;
  return { receiver: { destination: place, connection: [shell, ...connection] }, tunnel };
}

/**
 * What rsync starts instead of connecting (rsync(1), USING RSYNC-DAEMON FEATURES VIA A REMOTE-SHELL CONNECTION), and ends: ssh
 * has its standard streams forwarded (ssh(1), -W), so that nobody else on this machine gets in between. No command is run on
 * the other side, and the account needs no shell: the one that rsync appends goes unread.
 */
function tunnelCommand(
  gate: Authority,
  { hostname, port }: TunnelEnd,
  options: RemoteOptions,
): readonly string[] {
  const far = hostname.includes(':') ? `[${hostname}]` : hostname;
  return [
    // rsync has an environment of its own, which it hands on.
    ...['env', ...Object.entries(options.environment).map(([name, value]) => `${name}=${value}`)],
    ...options.shell,
    ...sshOptions(options, gate.username),
    ...['-o', 'ControlPath=none', '-o', 'ControlMaster=no', '-o', 'ClearAllForwardings=yes'],
    ...(gate.port === null ? [] : ['-p', String(gate.port)]),
    // After the second mark not even the daemon's user is an option.
    ...['-W', `${far}:${String(port)}`, '--', gate.hostname, '--'],
  ];
}
