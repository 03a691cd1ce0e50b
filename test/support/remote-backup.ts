import { join } from 'node:path';
import { smallSource } from './small-source.js';
import { sshServer, type SshServer } from './ssh-server.js';
import { temporaryDirectory } from './temporary-directory.js';

export interface RemoteBackup {
  readonly server: SshServer;
  readonly here: string;
  readonly source: string;
  /** Absolute path on the server, which shares the file system. */
  readonly parent: string;
  /** As it is typed. */
  readonly destination: string;
}

/** A source, and a server that waits for a backup of it. */
export async function remoteBackup(settings: readonly string[] = []): Promise<RemoteBackup> {
  const server = await sshServer(settings);
  const here = await temporaryDirectory();
  const source = await smallSource(join(here, 'source'));
  const parent = join(here, "it's a $(server) dir");
  return { server, here, source, parent, destination: `root@box:${parent}/latest` };
}
