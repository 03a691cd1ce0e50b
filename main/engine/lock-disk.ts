import type { RunContext } from './run-context.js';

/**
 * Unmounts and locks the disk that the description names, whoever opened it.
 *
 * @throws BackupError naming what still uses it.
 */
export async function putDiskAway({ description, ports, emit }: RunContext): Promise<void> {
  const { cryptoName, mountPoint } = description;
  if (mountPoint !== null && (await ports.fileSystems.isMounted(mountPoint))) {
    emit({ event: 'phase', phase: 'unmount' });
    await ports.fileSystems.unmount(mountPoint);
  }
  if (cryptoName !== null && (await ports.disks.isUnlocked(cryptoName))) {
    emit({ event: 'phase', phase: 'lock' });
    await ports.disks.lock(cryptoName);
  }
}
