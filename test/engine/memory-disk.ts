import type { CrypttabEntry } from '../../main/domain/crypttab.js';
import { isInside } from '../../main/domain/path-containment.js';
import type { EncryptedDisks, FileSystems } from '../../main/engine/ports.js';
import { FailedToMountError, FailedToUnlockError } from '../../main/shared/backup-error.js';
import type { Journal } from './memory-journal.js';

const DISK: CrypttabEntry = {
  target: 'backup',
  source: 'UUID=0b6a',
  keyFile: '/root/key',
  options: ['luks', 'noauto'],
  line: 1,
};

export const MOUNT_POINT = '/mnt/backup';

/** One encrypted disk that is in crypttab, its file system in fstab. */
export interface MemoryDisk {
  isConnected: boolean;
  isUnlocked: boolean;
  isMounted: boolean;
  /** False: mounting needs no unlocking. */
  isEncrypted: boolean;
}

export function memoryDisks(disk: MemoryDisk, journal: Journal): EncryptedDisks {
  return {
    entry: (name) => Promise.resolve(name === DISK.target ? DISK : null),
    isConnected: () => Promise.resolve(disk.isConnected),
    isUnlocked: () => Promise.resolve(disk.isUnlocked),
    unlock: async ({ target }, signal) => {
      await Promise.resolve();
      journal.begin('unlock', target, signal);
      disk.isUnlocked = true;
    },
    lock: async (name) => {
      await Promise.resolve();
      journal.begin('lock', name);
      if (disk.isMounted) throw failedToLock(name);
      disk.isUnlocked = false;
    },
  };
}

export function memoryFileSystems(disk: MemoryDisk, journal: Journal): FileSystems {
  return {
    isMounted: () => Promise.resolve(disk.isMounted),
    mount: async (mountPoint, signal) => {
      await Promise.resolve();
      journal.begin('mount', mountPoint, signal);
      if (disk.isEncrypted && !disk.isUnlocked) throw noSuchDevice(mountPoint);
      disk.isMounted = true;
    },
    unmount: async (mountPoint) => {
      await Promise.resolve();
      journal.begin('unmount', mountPoint);
      disk.isMounted = false;
    },
    missingMount: (path) =>
      Promise.resolve(!disk.isMounted && isInside(path, MOUNT_POINT) ? MOUNT_POINT : null),
  };
}

function noSuchDevice(mountPoint: string): FailedToMountError {
  return new FailedToMountError({
    code: 'failed-to-mount',
    title: `“${mountPoint}” could not be mounted: no such device.`,
  });
}

function failedToLock(name: string): FailedToUnlockError {
  return new FailedToUnlockError({ code: 'failed-to-lock', title: `“${name}” is still in use.` });
}
