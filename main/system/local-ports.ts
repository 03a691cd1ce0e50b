import { randomUUID } from 'node:crypto';
import { type } from 'node:os';
import type { Ports } from '../engine/ports.js';
import type { IoniceClass } from '../shared/ionice-class.js';
import type { AskPassphrase } from './ask-passphrase.js';
import { systemClock } from './clock.js';
import { diskSharing, sharingDirectory } from './disk-sharing.js';
import { encryptedDisks } from './encrypted-disks.js';
import { localSource } from './local-source.js';
import { mountedFileSystems } from './mounted-file-systems.js';
import { connectedDevices } from './physical-disks.js';
import { rsyncTransfer } from './rsync-transfer.js';
import { openLocalStore } from './store/local-store.js';
import { createTools } from './tools.js';

export type { AskPassphrase } from './ask-passphrase.js';

export interface LocalOptions {
  /** ionice(1) class of rsync, cp and rm; null: whatever this process has. */
  readonly ionice: IoniceClass | null;
  /** Asks for the passphrase of a disk without a key file; null: the terminal is used. */
  readonly askPassphrase: AskPassphrase | null;
}

/** This machine. */
export function localPorts({ ionice, askPassphrase }: LocalOptions): Ports {
  const tools = createTools(ionice);
  return {
    kernelName: type,
    clock: systemClock,
    devices: connectedDevices,
    disks: encryptedDisks(askPassphrase),
    fileSystems: mountedFileSystems,
    sharing: diskSharing(sharingDirectory(process.env)),
    source: localSource(tools),
    transfer: rsyncTransfer(tools),
    openStore: (latest) => openLocalStore(latest, tools, () => systemClock.now()),
    newId: randomUUID,
  };
}
