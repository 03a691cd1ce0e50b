import { parseTunnel } from '../domain/tunnel.js';
import { BackupError } from '../shared/backup-error.js';
import { DEFAULT_TIMEOUT } from '../shared/remote-choices.js';
import { environmentForSsh, shellIn, type RemoteOptions } from '../system/remote/remote-options.js';
import type { CommandLine } from './command-line.js';

/** @param isWatched somebody is there to answer questions */
export function remoteOptions(
  { tunnel, timeout, bandwidth, passwordFile, sudo }: CommandLine,
  environment: Readonly<Record<string, string | undefined>>,
  isWatched: boolean,
): RemoteOptions {
  const gate = tunnel === null ? null : parseTunnel(tunnel);
  if (gate?.ok === false) throw BackupError.from(gate.failure);
  return {
    shell: shellIn(environment),
    batch: !isWatched,
    sudo,
    timeout: timeout ?? DEFAULT_TIMEOUT,
    bandwidth,
    passwordFile,
    // Without one rsync asks the terminal, where there may be one that nobody looks at.
    password: environment['RSYNC_PASSWORD'] ?? (isWatched ? null : ''),
    tunnel: gate?.value ?? null,
    environment: environmentForSsh(environment),
  };
}
