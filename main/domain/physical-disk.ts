/** A whole disk that can be unplugged, at one time in one socket. */
export interface PhysicalDisk {
  /** Such as `/dev/sdb`. */
  readonly path: string;
  /** Its directory below /sys/devices. */
  readonly directory: string;
  /** Counts what was ever plugged in; null: the kernel is older than that. */
  readonly sequence: string | null;
}
