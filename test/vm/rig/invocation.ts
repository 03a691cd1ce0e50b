import type { DiskKind } from './backup-disks.js';

/** What the tests need to know of the machine that runs while they run. */
export interface Invocation {
  /** For what lives as long as the machine. */
  readonly directory: string;
  readonly qmpSocket: string;
  readonly sshPort: number;
  /** File of the private key. */
  readonly key: string;
  /** Images to copy disks from. */
  readonly disks: Readonly<Record<DiskKind, string>>;
}

declare module 'vitest' {
  interface ProvidedContext {
    readonly vm: Invocation;
  }
}
