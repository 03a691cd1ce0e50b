/** How the machine that a destination is on is reached, as far as ssh's configuration does not say. */
export interface RemoteChoices {
  /** `[user@]host[:port]`: through whose SSH server an rsync daemon is reached; null: directly. */
  readonly tunnel: string | null;
  /** Seconds without an answer after which a connection counts as broken. */
  readonly timeout: number;
  /** rsync(1), --bwlimit; null: there is no limit. */
  readonly bandwidth: string | null;
  /** Absolute path of the file with the password for an rsync daemon; null: none is asked for. */
  readonly passwordFile: string | null;
  /** True: an account there that is not root's becomes root by sudo, where the backup is root's here. */
  readonly sudo: boolean;
}

/** Seconds. Slow disks and large files keep rsync silent for a while. */
export const DEFAULT_TIMEOUT = 300;

export const DEFAULT_REMOTE_CHOICES: RemoteChoices = {
  tunnel: null,
  timeout: DEFAULT_TIMEOUT,
  bandwidth: null,
  passwordFile: null,
  sudo: true,
};

/** ssh asks four times within it whether the other side is there. */
export function isTimeout(seconds: number): boolean {
  return Number.isInteger(seconds) && seconds >= 4 && seconds <= 999_999;
}

/** rsync(1), --bwlimit. */
export function isBandwidth(rate: string): boolean {
  return /^\d{1,9}(?:\.\d+)?(?:[kmgt](?:i?b)?)?$/i.test(rate);
}
