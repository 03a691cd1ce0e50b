/** Room on the file system of a destination, when it was last seen. */
export interface DiskSpace {
  /** Bytes. */
  readonly free: number;
  /** Bytes. */
  readonly total: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** At the pace so far; null: it cannot be told, or not within ten years. */
  readonly fullInDays: number | null;
}
