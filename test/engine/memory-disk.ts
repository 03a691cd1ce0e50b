import type { BlockDevice } from '../../main/domain/block-device.js';
import type { CrypttabEntry } from '../../main/domain/crypttab.js';
import type { FstabEntry } from '../../main/domain/fstab.js';
import { isInside } from '../../main/domain/path-containment.js';
import type { PhysicalDisk } from '../../main/domain/physical-disk.js';
import type {
  Closing,
  Devices,
  EncryptedDisks,
  FileSystems,
  Holder,
  Mapping,
  MountedFileSystem,
} from '../../main/engine/ports-disks.js';
import { FailedToMountError, FailedToUnlockError } from '../../main/shared/backup-error.js';
import type { Journal } from './memory-journal.js';

const ENCRYPTED: CrypttabEntry = {
  target: 'backup',
  source: 'UUID=0b6a',
  keyFile: '/root/key',
  options: ['luks', 'noauto'],
  line: 1,
};

const PHYSICAL: PhysicalDisk = { path: '/dev/sdb', directory: '/sys/sdb', sequence: '7' };

export const MOUNT_POINT = '/mnt/backup';
const NUMBER = '253:0';

/** One disk with a partition that is encrypted or not; crypttab and fstab have it. */
export interface MemoryDisk {
  isConnected: boolean;
  isUnlocked: boolean;
  isMounted: boolean;
  /** False: its file system can be mounted without unlocking. */
  isEncrypted: boolean;
  isInFstab: boolean;
  /** Others with the same UUID. */
  twins: BlockDevice[];
  /** The device that `backup` was unlocked from, if not from the disk. */
  unlockedFrom: string | null;
  /** What is mounted instead of the disk. */
  mountedInstead: string | null;
  isReadOnly: boolean;
  isShownReadOnly: boolean;
  /** False: it was unplugged while open, and what is open is dead. */
  isAlive: boolean;
  /** How often unmounting and locking is refused before it works. */
  busy: { unmount: number; lock: number };
  holders: Holder[];
  /** In the bare mount point; null: there is none. */
  hidden: string[] | null;
  /** What else of the disk is mounted or unlocked. */
  otherUses: string[];
  /** Somebody has detached the file system, or mounted something over it. */
  isCovered: boolean;
  /** Unplugs the disk in the middle: whoever watches it is told. */
  pull(): void;
  /** As pull, but nobody has noticed yet. */
  pullUnnoticed(): void;
  /** The same disk comes back; what was open of it stays dead. */
  plugIn(): void;
  readonly watchers: Set<() => void>;
}

export function memoryDisk(): MemoryDisk {
  const disk: MemoryDisk = {
    isConnected: true,
    isUnlocked: true,
    isMounted: true,
    isEncrypted: true,
    isInFstab: true,
    twins: [],
    unlockedFrom: null,
    mountedInstead: null,
    isReadOnly: false,
    isShownReadOnly: false,
    isAlive: true,
    busy: { unmount: 0, lock: 0 },
    holders: [],
    hidden: [],
    otherUses: [],
    isCovered: false,
    watchers: new Set(),
    pull: () => {
      disk.pullUnnoticed();
      for (const watcher of disk.watchers) watcher();
      disk.watchers.clear();
    },
    pullUnnoticed: () => {
      disk.isConnected = false;
      disk.isAlive = !disk.isUnlocked && !disk.isMounted;
    },
    plugIn: () => {
      disk.isConnected = true;
    },
  };
  return disk;
}

export function partition(path: string, serial: string): BlockDevice {
  return {
    path,
    links: [],
    kind: 'partition',
    sequence: '7',
    content: 'crypto_LUKS',
    uuid: '0b6a',
    label: null,
    partitionUuid: null,
    partitionLabel: null,
    model: 'Elements',
    serial,
  };
}

export function memoryDevices(disk: MemoryDisk): Devices {
  return {
    list: () =>
      Promise.resolve([...(disk.isConnected ? [partition('/dev/sdb1', 'A1')] : []), ...disk.twins]),
    resolve: () => Promise.resolve(null),
    tellsContents: () => Promise.resolve(true),
    disksBelow: () => Promise.resolve(disk.isConnected ? [PHYSICAL] : []),
    isPresent: () => Promise.resolve(disk.isConnected),
    watch: (_disks, onGone) => {
      disk.watchers.add(onGone);
      return () => disk.watchers.delete(onGone);
    },
    usesOf: () =>
      Promise.resolve([
        ...(disk.isMounted ? [MOUNT_POINT] : []),
        ...(disk.isUnlocked ? ['/dev/mapper/backup'] : []),
        ...disk.otherUses,
      ]),
  };
}

export function memoryDisks(disk: MemoryDisk, journal: Journal): EncryptedDisks {
  const lock = (name: string): Closing => {
    journal.begin('lock', name);
    if (disk.isMounted || disk.busy.lock > 0) {
      disk.busy.lock -= 1;
      return 'busy';
    }
    Object.assign(disk, { isUnlocked: false, isAlive: true });
    return 'closed';
  };
  return {
    entry: (name) => Promise.resolve(name === ENCRYPTED.target ? ENCRYPTED : null),
    mapping: () => Promise.resolve(disk.isUnlocked ? mapping(disk) : null),
    unlock: async ({ target }, _device, signal) => {
      await Promise.resolve();
      journal.begin('unlock', target, signal);
      if (!disk.isConnected) throw failedToUnlock(target);
      disk.isUnlocked = true;
    },
    lock: (name) => Promise.resolve().then(() => lock(name)),
    discard: (name) => Promise.resolve().then(() => lock(name)),
  };
}

function mapping({ unlockedFrom, isAlive }: MemoryDisk): Mapping {
  const standsOn = [unlockedFrom ?? '/dev/sdb1'];
  return { path: '/dev/dm-0', device: NUMBER, standsOn, isAlive, instance: 'dm-0-9' };
}

const FSTAB: FstabEntry = {
  source: '/dev/mapper/backup',
  mountPoint: MOUNT_POINT,
  type: 'ext4',
  options: ['noauto'],
  dump: 0,
  pass: 0,
  line: 1,
};

export function memoryFileSystems(disk: MemoryDisk, journal: Journal): FileSystems {
  const mounted = (): MountedFileSystem | null => (disk.isMounted ? mount(disk) : null);
  return {
    entry: () => {
      const source = disk.isEncrypted ? FSTAB.source : 'UUID=0b6a';
      return Promise.resolve(disk.isInFstab ? { ...FSTAB, source } : null);
    },
    mounted: () => Promise.resolve(mounted()),
    mountsOf: () => Promise.resolve([mounted()].filter((one) => one !== null)),
    isMeant: () => Promise.resolve(disk.mountedInstead === null),
    contents: () => Promise.resolve(disk.hidden),
    mount: async (mountPoint, signal) => {
      await Promise.resolve();
      journal.begin('mount', mountPoint, signal);
      if (disk.isEncrypted ? !disk.isUnlocked : !disk.isConnected) throw noSuchDevice(mountPoint);
      Object.assign(disk, { isMounted: true, isShownReadOnly: false });
    },
    showReadOnly: (mountPoint, readOnly) => {
      journal.begin(readOnly ? 'show-read-only' : 'show-writable', mountPoint);
      disk.isShownReadOnly = readOnly;
      return Promise.resolve(true);
    },
    unmount: async (mountPoint) => {
      await Promise.resolve();
      journal.begin('unmount', mountPoint);
      if (disk.busy.unmount > 0) {
        disk.busy.unmount -= 1;
        return 'busy';
      }
      Object.assign(disk, { isMounted: false, isAlive: disk.isAlive || !disk.isEncrypted });
      return 'closed';
    },
    detach: async (mountPoint) => {
      await Promise.resolve();
      journal.begin('detach-mount', mountPoint);
      disk.isMounted = false;
    },
    clear: async () => {
      await Promise.resolve();
      if (!disk.isMounted) return;
      journal.begin('unmount', MOUNT_POINT);
      if (disk.busy.unmount > 0) journal.begin('detach-mount', MOUNT_POINT);
      disk.isMounted = false;
    },
    holders: () => Promise.resolve(disk.holders),
    hold: () =>
      Promise.resolve({
        covers: () => Promise.resolve(disk.isMounted && !disk.isCovered),
        release: () => Promise.resolve(),
      }),
    missingMount: (path) =>
      Promise.resolve(!disk.isMounted && isInside(path, MOUNT_POINT) ? MOUNT_POINT : null),
  };
}

function mount({
  isReadOnly,
  isShownReadOnly,
  isAlive,
  mountedInstead,
}: MemoryDisk): MountedFileSystem {
  return {
    id: 40,
    parent: 20,
    device: NUMBER,
    mountPoint: MOUNT_POINT,
    type: 'ext4',
    source: mountedInstead ?? '/dev/mapper/backup',
    isReadOnly,
    isShownReadOnly,
    isAlive,
    instance: '40-253:0-9',
  };
}

function noSuchDevice(mountPoint: string): FailedToMountError {
  return new FailedToMountError({
    code: 'failed-to-mount',
    title: `“${mountPoint}” could not be mounted: no such device.`,
  });
}

function failedToUnlock(name: string): FailedToUnlockError {
  return new FailedToUnlockError({
    code: 'failed-to-unlock',
    title: `“${name}” could not be unlocked.`,
  });
}
