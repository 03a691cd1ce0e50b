/** A report of rsync's --info=progress2. */
export interface RsyncProgress {
  /** Of file contents, transferred so far. */
  readonly bytes: number;
  readonly bytesPerSecond: number;
  /** `bytes` as a share of the size of everything that is known so far, changed or not; 0 to 1. */
  readonly share: number;
  /** Transferred so far. */
  readonly files: number;
  /** Entries that were looked at, and all that are known so far. */
  readonly checked: number;
  readonly known: number;
  /** False while rsync is still searching for files (`ir-chk`). */
  readonly searchComplete: boolean;
}

const LINE =
  /^\s*([\d,]+)\s+(\d+)%\s+([\d.]+)([kMGT]?)B\/s\s+[\d:]+(?:\s+\(xfr#(\d+), (ir|to)-chk=(\d+)\/(\d+)\))?/;

const UNITS = { '': 1, k: 1024, M: 1024 ** 2, G: 1024 ** 3, T: 1024 ** 4 } as const;

/** null: the line is something else. Reports within a file carry no counts; those of `before` stay. */
export function parseRsyncProgress(
  line: string,
  before: RsyncProgress | null,
): RsyncProgress | null {
  const match = LINE.exec(line);
  if (match === null) return null;
  const [, bytes = '0', percent = '0', speed = '0', unit = '', transferred, search, left, known] =
    match;
  return {
    bytes: Number(bytes.replaceAll(',', '')),
    bytesPerSecond: Math.round(Number(speed) * UNITS[unit as keyof typeof UNITS]),
    share: Number(percent) / 100,
    files: transferred === undefined ? (before?.files ?? 0) : Number(transferred),
    checked: left === undefined ? (before?.checked ?? 0) : Number(known) - Number(left),
    known: known === undefined ? (before?.known ?? 0) : Number(known),
    searchComplete: search === undefined ? (before?.searchComplete ?? false) : search === 'to',
  };
}

/**
 * How far a run is, from 0 to 1; null while nobody knows how much there is.
 *
 * A first run (`expectedFiles` null) copies everything and is measured in bytes. Any other is measured in files: of what has
 * changed nobody knows the size, and its share of everything stays near zero. The count of the previous run serves
 * until rsync knows better.
 */
export function progressFraction(
  progress: RsyncProgress,
  expectedFiles: number | null,
): number | null {
  if (expectedFiles === null) return progress.searchComplete ? progress.share : null;
  const total = progress.searchComplete ? progress.known : expectedFiles;
  if (total <= 0) return null;
  const limit = progress.searchComplete ? 1 : 0.99;
  return Math.min(progress.checked / total, limit);
}

/** Seconds until the end if things go on as they went; null before there is anything to judge by. */
export function secondsLeft(fraction: number | null, elapsedSeconds: number): number | null {
  if (fraction === null || fraction < 0.02 || elapsedSeconds < 2) return null;
  return Math.round((elapsedSeconds * (1 - fraction)) / fraction);
}
