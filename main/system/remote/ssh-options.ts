import { linkTimeout, type RemoteOptions } from './remote-options.js';

/** ssh_config(5): what must hold whatever the person's own configuration says. */
export function sshOptions(
  options: Pick<RemoteOptions, 'batch' | 'timeout'>,
  username: string | null,
): readonly string[] {
  const seconds = linkTimeout(options);
  const settings = {
    BatchMode: options.batch ? 'yes' : 'no',
    ConnectTimeout: String(seconds),
    // Four unanswered questions end the connection.
    ServerAliveInterval: String(Math.max(Math.floor(seconds / 4), 1)),
    ServerAliveCountMax: '4',
    TCPKeepAlive: 'yes',
    ControlPersist: 'no',
    ForwardAgent: 'no',
    ForwardX11: 'no',
    PermitLocalCommand: 'no',
    RemoteCommand: 'none',
    RequestTTY: 'no',
    LogLevel: 'INFO',
  };
  return [
    ...Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]),
    ...(username === null ? [] : ['-l', username]),
  ];
}

/** A session in a connection that is there: where it is not any more, none is made. */
export function sessionOptions(
  socket: string,
  { timeout }: Pick<RemoteOptions, 'timeout'>,
  username: string | null,
): readonly string[] {
  return [
    ...sshOptions({ batch: true, timeout }, username),
    ...['-o', 'ControlMaster=no', '-o', `ControlPath=${socket}`, '-o', 'ProxyCommand=false'],
  ];
}
