import { randomUUID } from 'node:crypto';
import { type } from 'node:os';
import { formatDestination, parseDestination } from '../domain/destination.js';
import type { Ports } from '../engine/ports.js';
import { BackupError, InvalidDestinationError } from '../shared/backup-error.js';
import type { IoniceClass } from '../shared/ionice-class.js';
import type { AskPassphrase } from './ask-passphrase.js';
import { systemClock } from './clock.js';
import { diskSharing, sharingDirectory } from './disk-sharing.js';
import { encryptedDisks } from './encrypted-disks.js';
import { localSource } from './local-source.js';
import { mountedFileSystems } from './mounted-file-systems.js';
import { connectedDevices } from './physical-disks.js';
import { daemonModule } from './remote/daemon-module.js';
import { openDaemonStore } from './remote/daemon-store.js';
import type { RemoteOptions } from './remote/remote-options.js';
import { openSshStore } from './remote/ssh-store.js';
import { rsyncTransfer } from './rsync-transfer.js';
import { openLocalStore } from './store/local-store.js';
import { createTools } from './tools.js';

export type { AskPassphrase } from './ask-passphrase.js';

export interface LocalOptions {
  /** ionice(1) class of rsync, cp and rm; null: whatever this process has. */
  readonly ionice: IoniceClass | null;
  /** Asks for the passphrase of a disk without a key file; null: the terminal is used. */
  readonly askPassphrase: AskPassphrase | null;
  /** How other machines are reached; without it they are refused. */
  readonly remote?: RemoteOptions;
}

/** This machine, and what it reaches. */
export function localPorts({ ionice, askPassphrase, remote }: LocalOptions): Ports {
  const tools = createTools(ionice);
  const now = (): Date => systemClock.now();
  return {
    kernelName: type,
    clock: systemClock,
    devices: connectedDevices,
    disks: encryptedDisks(askPassphrase),
    fileSystems: mountedFileSystems,
    sharing: diskSharing(sharingDirectory(process.env)),
    source: localSource(tools),
    transfer: rsyncTransfer(tools, remote?.password ?? null),
    openStore: async (expression, signal) => {
      const destination = parseDestination(expression);
      if (!destination.ok) throw new InvalidDestinationError(destination.failure);
      const { value } = destination;
      if (value.kind === 'local') return openLocalStore(value.directory, tools, now);
      if (value.kind === 'ssh' && remote !== undefined) {
        return openSshStore(value, remote, ionice, now, signal);
      }
      if (value.kind === 'daemon' && remote !== undefined) {
        return openDaemonStore(value, remote, signal);
      }
      throw notLocal(expression);
    },
    daemonModule: async (destination) => {
      if (remote === undefined) throw notLocal(formatDestination(destination));
      return daemonModule(destination, remote);
    },
    newId: randomUUID,
  };
}

function notLocal(expression: string): BackupError {
  return new InvalidDestinationError({
    code: 'destination-not-local',
    title: `“${expression}” is on another machine, and this backs up to directories of this machine only.`,
    advice: 'Use the command rsync-system-backup for it.',
  });
}
