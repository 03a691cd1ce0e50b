import { parseDeviceSource } from './device-source.js';

/** A disk or a partition, from the properties that udev(7) keeps of it. */
export interface BlockDevice {
  /** Such as `/dev/sdb1`. */
  readonly path: string;
  /** Its other names: DEVLINKS. */
  readonly links: readonly string[];
  readonly kind: 'disk' | 'partition';
  /** Counts what was ever plugged in: the same path may be another disk a moment later. null: the kernel has no DISKSEQ. */
  readonly sequence: string | null;
  /** ID_FS_TYPE, such as `crypto_LUKS`. */
  readonly content: string | null;
  readonly uuid: string | null;
  readonly label: string | null;
  readonly partitionUuid: string | null;
  readonly partitionLabel: string | null;
  readonly model: string | null;
  readonly serial: string | null;
}

/** Whether a source in crypttab(5) or fstab(5) means this device. Several devices may have the same label. */
export function isMeant(device: BlockDevice, source: string): boolean {
  const { kind, value } = parseDeviceSource(source);
  switch (kind) {
    case 'uuid':
      return sameUuid(device.uuid, value);
    case 'partuuid':
      return sameUuid(device.partitionUuid, value);
    case 'label':
      return device.label === value;
    case 'partlabel':
      return device.partitionLabel === value;
    case 'id':
      return device.links.includes(`/dev/disk/by-id/${value}`);
    case 'path':
      return device.path === value || device.links.includes(value);
  }
}

/** True: there are disks, and nobody has told what is on any of them, as where udevd does not run. */
export function isUntold(devices: readonly BlockDevice[]): boolean {
  return (
    devices.length > 0 &&
    devices.every(({ uuid, label, partitionUuid }) => (uuid ?? label ?? partitionUuid) === null)
  );
}

function sameUuid(mine: string | null, asked: string): boolean {
  return mine !== null && mine.toLowerCase() === asked.toLowerCase();
}
