import type { DiskKind } from './backup-disks.js';

/** What each machine of this invocation is made of. */
export interface Invocation {
  /** For saved states, and machines while they run. */
  readonly directory: string;
  readonly kernel: string;
  readonly initrd: string;
  /** File of the private key that opens the guest to ssh. */
  readonly key: string;
  /** Images to copy disks from. */
  readonly disks: Readonly<Record<DiskKind, string>>;
}

declare module 'vitest' {
  interface ProvidedContext {
    readonly vm: Invocation;
  }
}
