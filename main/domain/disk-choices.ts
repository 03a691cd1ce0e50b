import type { DiskChoice } from '../shared/profile-requests.js';
import { isMeant } from './block-device.js';
import type { BlockDevice } from './block-device.js';
import type { FstabEntry } from './fstab.js';
import type { DiskTables } from './plug-match.js';

export interface SizedDevice {
  readonly device: BlockDevice;
  /** Bytes. */
  readonly size: number;
}

/** The disks that a backup can be told to use: encrypted ones, and others that are not mounted at the start. */
export function diskChoices(
  { crypttab, fstab }: DiskTables,
  devices: readonly SizedDevice[],
): readonly DiskChoice[] {
  const encrypted = crypttab.map(({ target, source }): DiskChoice => {
    const entry = fstab.find((candidate) => candidate.source === `/dev/mapper/${target}`);
    const found = devices.find(({ device }) => isMeant(device, source));
    return {
      name: target,
      device: deviceName(target, found),
      size: found?.size ?? null,
      cryptoName: target,
      mountPoint: entry?.mountPoint ?? null,
    };
  });
  const plain = fstab.filter(isOnRequest).map(({ source, mountPoint }): DiskChoice => {
    const found = devices.find(({ device }) => isMeant(device, source));
    const name = found?.device.label ?? mountPoint.slice(mountPoint.lastIndexOf('/') + 1);
    const device = deviceName(name, found);
    return { name, device, size: found?.size ?? null, cryptoName: null, mountPoint };
  });
  return [...encrypted, ...plain];
}

/** fstab(5), `noauto`: it waits for somebody to ask for it. Those of encrypted disks are in crypttab(5). */
function isOnRequest({ source, mountPoint, type, options }: FstabEntry): boolean {
  return (
    options.includes('noauto') &&
    mountPoint.startsWith('/') &&
    type !== 'swap' &&
    !source.startsWith('/dev/mapper/')
  );
}

function deviceName(name: string, found: SizedDevice | undefined): string | null {
  const { label = null, model = null } = found?.device ?? {};
  return [label, model].find((candidate) => candidate !== null && candidate !== name) ?? null;
}
