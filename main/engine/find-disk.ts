import { isMeant, type BlockDevice } from '../domain/block-device.js';
import type { CrypttabEntry } from '../domain/crypttab.js';
import { deviceSourcePath, parseDeviceSource } from '../domain/device-source.js';
import type { FstabEntry } from '../domain/fstab.js';
import type { PhysicalDisk } from '../domain/physical-disk.js';
import {
  BackupError,
  FailedToMountError,
  FailedToUnlockError,
  MissingBackupDiskError,
} from '../shared/backup-error.js';
import type { Ports } from './ports.js';
import type { FoundDevice } from './ports-disks.js';
import type { RunContext } from './run-context.js';

/** The disk that a run opens. */
export interface BackupDisk {
  /** crypttab(5) name, or mount point. */
  readonly name: string;
  readonly encrypted: EncryptedDisk | null;
  readonly fileSystem: DiskFileSystem | null;
  /** What a person unplugs. Empty: nothing that could be, such as a network file system. */
  readonly physical: readonly PhysicalDisk[];
}

export interface EncryptedDisk {
  readonly entry: CrypttabEntry;
  /** null: it is unlocked, and its device goes by another name by now. */
  readonly device: FoundDevice | null;
}

export interface DiskFileSystem {
  readonly mountPoint: string;
  /** null: fstab(5) does not know it, and it is mounted all the same. */
  readonly entry: FstabEntry | null;
}

/**
 * Looks the disk up in crypttab(5) and fstab(5) and among what is connected.
 *
 * @returns null: the run needs none.
 * @throws MissingBackupDiskError when it is not connected.
 * @throws BackupError when a table does not know it, or `disk-ambiguous` when several could be meant.
 */
export async function findDisk({ description, ports }: RunContext): Promise<BackupDisk | null> {
  const { cryptoName, mountPoint } = description;
  const name = cryptoName ?? mountPoint;
  if (name === null) return null;
  const encrypted = cryptoName === null ? null : await findEncrypted(ports, cryptoName);
  const mounted = mountPoint === null ? null : await findFileSystem(ports, mountPoint, encrypted);
  const device = encrypted?.path ?? mounted?.path ?? null;
  return {
    name,
    encrypted: encrypted?.disk ?? null,
    fileSystem: mounted?.fileSystem ?? null,
    physical: device === null ? [] : await ports.devices.disksBelow(device),
  };
}

async function findEncrypted(ports: Ports, name: string) {
  const entry = await ports.disks.entry(name);
  if (entry === null) {
    throw new FailedToUnlockError({
      code: 'disk-not-configured',
      title: `There is no encrypted disk “${name}” in /etc/crypttab.`,
      advice: 'Check its name, or add the disk to /etc/crypttab.',
    });
  }
  const device = await findDevice(ports, entry.source, name);
  const path = device?.path ?? (await unlockedPath(ports, entry));
  if (path === null && (await cannotBeTold(ports, entry.source))) throw untold(name, entry.source);
  if (path === null) throw missing(name, entry.source);
  return { disk: { entry, device }, path };
}

/** An unlocked disk is there, by whatever path its device goes by now; but a tag that its device does not have is another's. */
async function unlockedPath(ports: Ports, { target, source }: CrypttabEntry) {
  const mapping = await ports.disks.mapping(target);
  if (mapping?.isAlive !== true) return null;
  const carries = ({ path }: BlockDevice): boolean => mapping.standsOn.includes(path);
  const known = (await ports.devices.list()).some(carries);
  return known && parseDeviceSource(source).kind !== 'path' ? null : mapping.path;
}

async function findFileSystem(
  ports: Ports,
  mountPoint: string,
  encrypted: object | null,
): Promise<{ readonly fileSystem: DiskFileSystem; readonly path: string | null }> {
  const entry = await ports.fileSystems.entry(mountPoint);
  const mounted = await ports.fileSystems.mounted(mountPoint);
  const fileSystem = { mountPoint, entry };
  if (mounted?.isAlive === true) return { fileSystem, path: mounted.source };
  if (entry === null) {
    throw new FailedToMountError({
      code: 'mount-not-configured',
      title: `There is no entry for “${mountPoint}” in /etc/fstab, and nothing is mounted there.`,
      advice: 'Check the mount point, or add the file system to /etc/fstab.',
    });
  }
  // What is inside an encrypted disk shows when it is unlocked; a file or another machine is for mount(8) to find.
  if (encrypted !== null || !isDevice(entry.source)) return { fileSystem, path: null };
  const device = await findDevice(ports, entry.source, mountPoint);
  if (device !== null) return { fileSystem, path: device.path };
  // Then mount(8) finds out, which may look where we may not.
  if (await cannotBeTold(ports, entry.source)) return { fileSystem, path: null };
  throw missing(mountPoint, entry.source);
}

function isDevice(source: string): boolean {
  return deviceSourcePath(source).startsWith('/dev/');
}

/** null: it is not connected. */
async function findDevice(ports: Ports, source: string, name: string): Promise<FoundDevice | null> {
  const meant = (await ports.devices.list()).filter((device) => isMeant(device, source));
  const [first, ...others] = meant;
  if (others.length > 0 && !isOneFileSystem(meant)) throw ambiguous(name, source, meant);
  if (first !== undefined) return { path: first.path, content: first.content };
  // Not a disk or a partition: a logical volume, an array, a file.
  const path = await ports.devices.resolve(deviceSourcePath(source));
  return path === null ? null : { path, content: null };
}

/** True: the device is named by something that is on it, and nobody has told what is on the disks. */
async function cannotBeTold(ports: Ports, source: string): Promise<boolean> {
  return parseDeviceSource(source).kind !== 'path' && !(await ports.devices.tellsContents());
}

/** Only btrfs gives all its devices one UUID and label. */
function isOneFileSystem(devices: readonly BlockDevice[]): boolean {
  return devices.every(({ content, uuid }) => content === 'btrfs' && uuid === devices[0]?.uuid);
}

function missing(name: string, source: string): BackupError {
  return new MissingBackupDiskError({
    code: 'disk-missing',
    title: `The disk “${name}” (${source}) is not connected.`,
    advice: 'Connect it and start the backup again.',
  });
}

function untold(name: string, source: string): BackupError {
  return new BackupError({
    code: 'devices-unknown',
    title: `Whether the disk “${name}” (${source}) is connected cannot be told: the system does not say what is on its disks.`,
    advice: 'Start the backup as root, or install “udevadm” (package “udev”).',
  });
}

function ambiguous(name: string, source: string, devices: readonly BlockDevice[]): BackupError {
  const list = new Intl.ListFormat('en').format(devices.map(describe));
  return new BackupError({
    code: 'disk-ambiguous',
    title: `${String(devices.length)} connected disks are called “${source}”, and only one can be “${name}”: ${list}.`,
    advice: 'Unplug the other one, or name the disk by UUID=… in /etc/crypttab or /etc/fstab.',
  });
}

/** `Elements 2621 (serial 57583, /dev/sdb1)` */
function describe({ model, serial, path }: BlockDevice): string {
  const details = [...(serial === null ? [] : [`serial ${serial}`]), path].join(', ');
  return `${model ?? 'a disk'} (${details})`;
}
