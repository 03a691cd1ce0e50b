import type { Profile } from '../shared/profile.js';
import { isMeant } from './block-device.js';
import type { BlockDevice } from './block-device.js';
import type { CrypttabEntry } from './crypttab.js';
import { parseDeviceSource } from './device-source.js';
import type { FstabEntry } from './fstab.js';

/** What this machine knows of disks by name. */
export interface DiskTables {
  readonly crypttab: readonly CrypttabEntry[];
  readonly fstab: readonly FstabEntry[];
}

/** What is open at the moment. */
export interface OpenDisks {
  /** Names below `/dev/mapper`. */
  readonly mapped: readonly string[];
  readonly mountPoints: readonly string[];
}

/** The disk that the destination of a profile is on. */
export interface ProfileDisk {
  /** As people know it. */
  readonly name: string;
  /** In crypttab(5) or fstab(5); null: there is no entry. */
  readonly source: string | null;
  readonly encrypted: boolean;
  /** True: an internal disk, which is mounted when the machine starts and stays so (fstab(5), `noauto`). */
  readonly permanent: boolean;
}

/** null: the destination is there without our doing. */
export function profileDisk(profile: Profile, tables: DiskTables): ProfileDisk | null {
  const { cryptoName, mountPoint } = profile;
  if (cryptoName !== null) {
    const entry = tables.crypttab.find(({ target }) => target === cryptoName);
    const source = entry?.source ?? null;
    return { name: cryptoName, source, encrypted: true, permanent: false };
  }
  if (mountPoint === null) return null;
  const entry = tables.fstab.find((candidate) => candidate.mountPoint === mountPoint);
  const source = entry?.source ?? null;
  const name = labelIn(source) ?? mountPoint.slice(mountPoint.lastIndexOf('/') + 1);
  return { name, source, encrypted: false, permanent: entry?.options.includes('noauto') === false };
}

/** The connected devices that a profile's disk can be; several where they have the same label. */
export function devicesOf(
  { source }: ProfileDisk,
  connected: readonly BlockDevice[],
): readonly BlockDevice[] {
  return source === null ? [] : connected.filter((device) => isMeant(device, source));
}

export function isOpen({ cryptoName, mountPoint }: Profile, open: OpenDisks): boolean {
  return (
    (cryptoName !== null && open.mapped.includes(cryptoName)) ||
    (mountPoint !== null && open.mountPoints.includes(mountPoint))
  );
}

/** True: it is mounted where everybody sees it, or nobody says where it would be. */
export function isReadable({ mountPoint }: Profile, { mountPoints }: OpenDisks): boolean {
  return mountPoint === null || mountPoints.includes(mountPoint);
}

function labelIn(source: string | null): string | null {
  const { kind, value } = parseDeviceSource(source ?? '');
  return kind === 'label' || kind === 'partlabel' ? value : null;
}
