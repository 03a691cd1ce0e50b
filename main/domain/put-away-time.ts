/** What goes on around a disk that was opened to look at its snapshots. */
export interface DiskLook {
  readonly windowOpen: boolean;
  /** True: something is being read from it, or restored. */
  readonly working: boolean;
  /** True: a backup to it is running. */
  readonly backingUp: boolean;
  /** When the person last did something in the window; milliseconds since the epoch. */
  readonly usedAt: number;
}

/** Milliseconds: nobody looks any more. */
const IDLE_LIMIT = 10 * 60_000;

/**
 * When the disk is to be put away; milliseconds since the epoch, 0: at once. null: not before something else happens. A backup
 * would only be in the way, and ends by itself; so does work, of which none is begun without a window.
 */
export function putAwayTime({ windowOpen, working, backingUp, usedAt }: DiskLook): number | null {
  if (working || backingUp) return null;
  return windowOpen ? usedAt + IDLE_LIMIT : 0;
}
