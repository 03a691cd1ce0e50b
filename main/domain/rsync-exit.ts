/** rsync(1), EXIT VALUES: what each value means for the person who waits for the backup. */
const MEANINGS: Readonly<Record<number, string>> = {
  1: 'rsync did not accept its options',
  2: 'rsync and the other side do not speak the same protocol',
  3: 'rsync could not select its input or output files',
  4: 'an action is not supported by the other side',
  5: 'the rsync daemon refused or could not start the transfer',
  6: 'the rsync daemon could not append to its log file',
  10: 'the network connection failed',
  11: 'reading or writing a file failed',
  12: 'the connection between the rsync processes broke',
  13: 'rsync failed in its diagnostics',
  14: 'the rsync processes could not talk to each other',
  20: 'rsync was stopped by a signal',
  21: 'rsync lost one of its processes',
  22: 'rsync could not get enough memory',
  25: 'rsync reached its limit of deletions',
  30: 'the transfer timed out',
  35: 'the rsync daemon did not answer in time',
};

export function rsyncExitMeaning(code: number): string {
  return MEANINGS[code] ?? `rsync ended with the unknown exit value ${String(code)}`;
}

/** Some files could not be transferred. */
export const RSYNC_PARTIAL = 23;

/** Source files vanished while being copied, expected on a running system. */
export const RSYNC_VANISHED = 24;

/** 255 is ssh's own. */
const CONNECTION_BROKEN: ReadonlySet<number> = new Set([10, 12, 30, 35, 255]);

export function isConnectionBroken(code: number): boolean {
  return CONNECTION_BROKEN.has(code);
}
