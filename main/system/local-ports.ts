import { randomUUID } from 'node:crypto';
import { type } from 'node:os';
import type { Ports } from '../engine/ports.js';
import type { IoniceClass } from '../shared/ionice-class.js';
import { systemClock } from './clock.js';
import { encryptedDisks } from './encrypted-disks.js';
import { localSource } from './local-source.js';
import { mountedFileSystems } from './mounted-file-systems.js';
import { rsyncTransfer } from './rsync-transfer.js';
import { openLocalStore } from './store/local-store.js';
import { createTools } from './tools.js';

/** This machine. */
export function localPorts(ionice: IoniceClass | null): Ports {
  const tools = createTools(ionice);
  return {
    kernelName: type,
    clock: systemClock,
    disks: encryptedDisks,
    fileSystems: mountedFileSystems,
    source: localSource(tools),
    transfer: rsyncTransfer(tools),
    openStore: (latest) => openLocalStore(latest, tools, () => systemClock.now()),
    newId: randomUUID,
  };
}
