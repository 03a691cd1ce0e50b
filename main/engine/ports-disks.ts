import type { BlockDevice } from '../domain/block-device.js';
import type { CrypttabEntry } from '../domain/crypttab.js';
import type { FstabEntry } from '../domain/fstab.js';
import type { MountInfo } from '../domain/mountinfo.js';
import type { PhysicalDisk } from '../domain/physical-disk.js';

/** What is connected to the machine. */
export interface Devices {
  /** Disks and partitions; empty where the system does not tell. */
  list(): Promise<readonly BlockDevice[]>;
  /** False: what is on the disks is not told, nor for us to see, so that `list` knows them by their paths alone. */
  tellsContents(): Promise<boolean>;
  /** What a path leads to, symbolic links followed; null: nothing. */
  resolve(path: string): Promise<string | null>;
  /** The whole disks that a device stands on, through partitions, mappings and arrays. */
  disksBelow(path: string): Promise<readonly PhysicalDisk[]>;
  isPresent(disk: PhysicalDisk): Promise<boolean>;
  /** Calls back once, within two seconds after one of them has gone; the returned function ends that. */
  watch(disks: readonly PhysicalDisk[], onGone: () => void): () => void;
  /** What of it is mounted or unlocked: mount points, and paths of devices. */
  usesOf(disk: PhysicalDisk): Promise<readonly string[]>;
}

/** A device that crypttab(5) or fstab(5) means. */
export interface FoundDevice {
  /** Such as `/dev/sdb1`. */
  readonly path: string;
  /** ID_FS_TYPE of udev(7); null: not known. */
  readonly content: string | null;
}

/** An unlocked device. */
export interface Mapping {
  /** Such as `/dev/dm-0`. */
  readonly path: string;
  /** `MAJOR:MINOR`. */
  readonly device: string;
  /** Paths of the devices that it stands on, those in between too. */
  readonly standsOn: readonly string[];
  /** False: what it stood on was unplugged, and everything read from it is an error. */
  readonly isAlive: boolean;
  /** Another one each time that it is unlocked. */
  readonly instance: string;
}

/** `busy`: somebody still uses it. */
export type Closing = 'closed' | 'busy';

/** Encrypted devices, by their names in crypttab(5). */
export interface EncryptedDisks {
  entry(name: string): Promise<CrypttabEntry | null>;
  /** null: it is locked. */
  mapping(name: string): Promise<Mapping | null>;
  /** @throws BackupError `key-file-missing`, `wrong-key`, `wrong-passphrase` or `failed-to-unlock` */
  unlock(entry: CrypttabEntry, device: FoundDevice, signal: AbortSignal): Promise<void>;
  lock(name: string): Promise<Closing>;
  /** Locks a device that was unplugged, by force where need be. */
  discard(name: string): Promise<Closing>;
}

export interface MountedFileSystem extends MountInfo {
  /** False: its device was unplugged. */
  readonly isAlive: boolean;
  /** Another one for another mount. */
  readonly instance: string;
}

/** A process that uses a file system. */
export interface Holder {
  readonly pid: number;
  readonly program: string;
  /** One of the files that it uses. */
  readonly file: string;
}

/** Keeps a file system from being unmounted. */
export interface MountHold {
  /** True: what is or will be written at a path lies on this file system, or on one mounted within. */
  covers(path: string): Promise<boolean>;
  release(): Promise<void>;
}

export interface FileSystems {
  /** The line of fstab(5) for a mount point. */
  entry(mountPoint: string): Promise<FstabEntry | null>;
  /** What is to be seen at a mount point; null: nothing is mounted there. */
  mounted(mountPoint: string): Promise<MountedFileSystem | null>;
  /** Whatever of a device `MAJOR:MINOR` is mounted anywhere, the last mount first. */
  mountsOf(device: string): Promise<readonly MountedFileSystem[]>;
  /** True: it is the file system that fstab(5) names. */
  isMeant(mounted: MountedFileSystem, entry: FstabEntry): Promise<boolean>;
  /** Names (as rsync escapes them) in the bare directory; null: there is no such directory. */
  contents(mountPoint: string): Promise<readonly string[] | null>;
  mount(mountPoint: string, signal: AbortSignal): Promise<void>;
  /**
   * Shows a file system read-only at a mount point, or not any more; the file system itself stays as it is, and so does what
   * other mount namespaces see. False: it could not be done, as while somebody writes there.
   */
  showReadOnly(mountPoint: string, readOnly: boolean): Promise<boolean>;
  unmount(mountPoint: string): Promise<Closing>;
  /** Takes a file system that was unplugged out of sight; it ends when nobody uses it any more. */
  detach(mountPoint: string): Promise<void>;
  /** Takes whatever is mounted of a device that was unplugged out of sight, for the whole system as far as we may. */
  clear(device: string): Promise<void>;
  /** Who uses a file system, a few of them; `mountPoint` null: it is no longer to be seen anywhere. */
  holders(device: string, mountPoint: string | null): Promise<readonly Holder[]>;
  /** @throws BackupError `not-mounted` when it is not there any more. */
  hold(mounted: MountedFileSystem): Promise<MountHold>;
  /** The mount point in fstab(5) that `path` lies in although nothing is mounted there; null: none. */
  missingMount(path: string): Promise<string | null>;
}

/** Something that is open or closed, and that several of our processes may use at a time. */
export interface SharedResource {
  /** Tells this opening from others before and after it; null: it is closed. */
  state(): Promise<string | null>;
  /** Leaves nothing open when it fails. */
  open(): Promise<void>;
  close(): Promise<void>;
}

export interface SharedUse {
  /** The last of us closes it, if one of us opened it. Where that fails, the use is over and the next call tries again. */
  release(): Promise<void>;
}

/** Whoever comes first opens, the last closes, and nobody closes under another's feet. */
export interface Sharing {
  /** @param name of a resource that `place` says more about: the machine has one, or each mount namespace */
  use(
    name: string,
    place: SharingPlace,
    resource: SharedResource,
    signal: AbortSignal,
  ): Promise<SharedUse>;
  /** Does `work` while nobody of us uses it, and forgets who had opened it. False: somebody does, and nothing was done. */
  alone(name: string, place: SharingPlace, work: () => Promise<void>): Promise<boolean>;
  /**
   * Closes what of the machine one of us opened that was killed, and nobody of us uses since. Where that fails, it is left to
   * the next call.
   */
  closeAbandoned(resourceOf: (name: string) => SharedResource): Promise<void>;
}

export type SharingPlace = 'machine' | 'mount-namespace';
