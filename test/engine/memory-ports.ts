import type { BackupDescription } from '../../main/engine/backup-description.js';
import type { Ports } from '../../main/engine/ports.js';
import { runBackup, type RunResult } from '../../main/engine/run-backup.js';
import { DEFAULT_ROTATION_POLICY } from '../../main/shared/rotation-policy.js';
import type { RunEvent } from '../../main/shared/run-event.js';
import { memoryClock, type MemoryClock } from './memory-clock.js';
import {
  memoryDevices,
  memoryDisk,
  memoryDisks,
  memoryFileSystems,
  MOUNT_POINT,
  type MemoryDisk,
} from './memory-disk.js';
import { memoryJournal, type Journal } from './memory-journal.js';
import { memorySharing, type MemorySharing } from './memory-sharing.js';
import { memorySource, type MemoryDirectory, type MemorySource } from './memory-source.js';
import {
  emptyDestination,
  memoryStore,
  treeOfLatest,
  type MemoryDestination,
} from './memory-store.js';
import { look, type Look } from './memory-tree.js';
import { memoryTransfer, type MemoryTransfer } from './memory-transfer.js';

/** A machine in memory, with a source, an encrypted disk and one destination on it. */
export interface Machine {
  readonly ports: Ports;
  readonly journal: Journal;
  readonly clock: MemoryClock;
  readonly disk: MemoryDisk;
  readonly sharing: MemorySharing;
  /** The directory `/data`. */
  readonly data: MemoryDirectory;
  readonly source: MemorySource;
  readonly destination: MemoryDestination;
  readonly transfer: MemoryTransfer;
  kernel: string;
}

export const LATEST = `${MOUNT_POINT}/latest`;

/**
 * It is 19:36:28 on 21 November 2026. The disk is unlocked and mounted, the source has the files `a` and `b` since an
 * hour, and nothing was backed up yet.
 */
export function memoryMachine(): Machine {
  const journal = memoryJournal();
  const clock = memoryClock(new Date(2026, 10, 21, 18, 36, 28), journal);
  const disk = memoryDisk();
  const sharing = memorySharing();
  const source = memorySource(clock, journal);
  const destination = emptyDestination();
  const trees = {
    source: (path: string) => source.treeAt(path),
    latest: () => treeOfLatest(destination),
  };
  const transfer = memoryTransfer(trees, clock, journal);
  let ids = 0;
  const machine: Machine = {
    journal,
    clock,
    disk,
    sharing,
    data: source.add('/data', { a: 'apple', b: 'banana' }),
    source,
    destination,
    transfer,
    kernel: 'Linux',
    ports: {
      kernelName: () => machine.kernel,
      clock,
      devices: memoryDevices(disk),
      disks: memoryDisks(disk, journal),
      fileSystems: memoryFileSystems(disk, journal),
      sharing,
      source,
      transfer,
      openStore: (latest) =>
        Promise.resolve(memoryStore(latest, destination, () => disk.isMounted, clock, journal)),
      daemonModule: () => Promise.reject(new Error('There is no other machine.')),
      newId: () => `id-${(ids += 1)}`,
    },
  };
  clock.advance(3600);
  return machine;
}

/** The same with the disk locked, as it is before a run. */
export function machineWithLockedDisk(): Machine {
  const machine = memoryMachine();
  Object.assign(machine.disk, { isUnlocked: false, isMounted: false });
  return machine;
}

export const WITH_DISK = { cryptoName: 'backup', mountPoint: MOUNT_POINT } as const;

export interface ObservedRun extends RunResult {
  readonly events: readonly RunEvent[];
  readonly phases: readonly string[];
}

/** Backs `/data` up, as the description says. */
export async function runOn(
  machine: Machine,
  description: Partial<BackupDescription> = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<ObservedRun> {
  const events: RunEvent[] = [];
  const emit = (event: RunEvent): void => void events.push(event);
  const result = await runBackup({ ...DESCRIPTION, ...description }, machine.ports, emit, signal);
  const phases = events.flatMap((event) => (event.event === 'phase' ? [event.phase] : []));
  return { ...result, events, phases };
}

/** Everything goes well; what came before a test. The journal forgets it. */
export async function backedUp(
  machine: Machine,
  description: Partial<BackupDescription> = {},
): Promise<void> {
  const { error } = await runOn(machine, description);
  if (error !== null) throw error;
  machine.clock.advance(3600);
  machine.journal.forget();
}

export async function machineWithSnapshot(): Promise<Machine> {
  const machine = memoryMachine();
  await backedUp(machine);
  return machine;
}

/** What a run compares before rsync: names, everything or, as an empty list, nothing. */
export async function compared(
  machine: Machine,
  description: Partial<BackupDescription> = {},
): Promise<readonly string[]> {
  const things: string[] = [];
  machine.journal.at('compare', (thing) => things.push(thing));
  const { error } = await runOn(machine, description);
  if (error !== null) throw error;
  return things;
}

export function lookAtLatest({ destination }: Machine): Look {
  return look(treeOfLatest(destination));
}

/** By their names. */
export function lookAtSnapshots({ destination }: Machine): Readonly<Record<string, Look>> {
  const entries = [...destination.snapshots].map(([name, tree]) => [name, look(tree)] as const);
  return Object.fromEntries(entries);
}

export const DESCRIPTION: BackupDescription = {
  source: '/data',
  destination: LATEST,
  actions: { backup: true, snapshot: true, rotate: true },
  cryptoName: null,
  mountPoint: null,
  excludes: [],
  multiFs: false,
  rotation: DEFAULT_ROTATION_POLICY,
  rotationLists: { excludeList: [], includeList: [] },
  skipUnchanged: false,
  dryRun: false,
  adopt: false,
  force: false,
  destinationId: null,
};
