import type { RemoteOptions } from './remote-options.js';

/** rsync(1): what holds for every connection. The other side ends by itself as well when nothing has come for so long. */
export function connectionOptions({
  timeout,
  bandwidth,
}: Pick<RemoteOptions, 'timeout' | 'bandwidth'>): readonly string[] {
  return [
    `--timeout=${String(timeout)}`,
    ...(bandwidth === null ? [] : [`--bwlimit=${bandwidth}`]),
  ];
}

/**
 * rsync(1): beside the file that it is a part of, hidden from the source's own; with deletions at the end, those that were of no
 * use go when a transfer is whole, and stay when it breaks.
 *
 * Never outside `latest`: where Debian has mended CVE-2026-43619 (3.2.7-1+deb12u5), a receiver that finds a part there ends
 * without a word, in every run, or fails to verify the file.
 */
export const PARTIAL_FILES = ['--partial-dir=.rsync-system-backup-partial', '--delete-delay'];
