import { BackupError } from '../shared/backup-error.js';
import { closePatiently, LOCK_PAUSES } from './close-patiently.js';
import type { Ports } from './ports.js';
import type { SharedResource } from './ports-disks.js';

/**
 * Locks what one of our processes unlocked that was killed, whatever it did that for: a test of a backup that is not installed
 * leaves a disk that nobody else knows of. What is mounted somewhere is left to whoever looks at it.
 */
export async function putAwayAbandoned(ports: Ports): Promise<void> {
  await ports.sharing.closeAbandoned((name) => abandonedDevice(ports, name));
}

function abandonedDevice(ports: Ports, name: string): SharedResource {
  const { disks, devices, fileSystems } = ports;
  return {
    state: async () => {
      const mapping = await disks.mapping(name);
      return mapping?.isAlive === true ? mapping.instance : null;
    },
    open: () => Promise.reject(inUse(name)),
    close: async () => {
      const mapping = await disks.mapping(name);
      if (mapping === null) return;
      const isSeen = (await fileSystems.mountsOf(mapping.device)).length > 0;
      if (isSeen || !mapping.isAlive) throw inUse(name);
      const physical = await devices.disksBelow(mapping.path);
      const closing = await closePatiently(ports, physical, LOCK_PAUSES, () => disks.lock(name));
      if (closing !== 'closed') throw inUse(name);
    },
  };
}

function inUse(name: string): BackupError {
  return new BackupError({
    code: 'failed-to-lock',
    title: `The encrypted disk “${name}” is still in use.`,
    advice: 'It is put away later.',
  });
}
