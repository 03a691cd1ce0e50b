import { join } from 'node:path';
import type { GuestImage } from './guest-image.js';

/** What the tests are told by the one who started them. */
export interface Invocation {
  /** Shared by the test files while they run. */
  readonly directory: string;
  readonly image: GuestImage;
  /** The directory with QEMU. */
  readonly emulator: string;
  /** Image of a disk with the packages. */
  readonly packages: string;
  /** With `ready`, the disks, and the states that scenarios have needed before. */
  readonly states: string;
}

/** Where the guest's disks are; of `backed-up` once that state is there. */
export function disksIn(states: string): string {
  return join(states, 'disks');
}

declare module 'vitest' {
  interface ProvidedContext {
    readonly vm: Invocation;
  }
}
