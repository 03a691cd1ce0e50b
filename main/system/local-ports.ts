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

export interface LocalOptions {
  /** ionice(1) class of rsync, cp and rm; null: whatever this process has. */
  readonly ionice: IoniceClass | null;
  /** Asks for the passphrase of a disk without a key file; null: the terminal is used. */
  readonly askPassphrase: AskPassphrase | null;
}

/**
 * Asks a person, once for every attempt.
 *
 * @param disk crypttab(5) name
 * @param attempt 1 at first; more: the passphrase before was wrong
 * @throws CancelledError when the person does not want to
 */
export type AskPassphrase = (disk: string, attempt: number, signal: AbortSignal) => Promise<string>;

/** This machine. */
export function localPorts({ ionice }: LocalOptions): Ports {
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
