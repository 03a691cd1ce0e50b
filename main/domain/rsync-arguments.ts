/** Never part of a system's backup: virtual, volatile or foreign file systems, and caches. Absolute patterns. */
export const EXCLUDED_ROOTS = [
  '/dev/',
  '/home/*/.cache/',
  '/media/',
  '/mnt/',
  '/proc/',
  '/run/',
  '/sys/',
  '/tmp/',
  '/var/cache/',
  '/var/tmp/',
] as const;

/** What becomes of the part of a file that has arrived when a line breaks. */
export type Parts = 'keep' | 'drop';

export interface TransferPlan {
  /** Absolute path of the directory whose contents are copied. */
  readonly source: string;
  /** Where the root directory is seen that `source` is a part of, as `/` is where nothing is said: no slash at its end. */
  readonly root?: string;
  /** In rsync's syntax. */
  readonly destination: string;
  /** How it is reached; none for a directory of this machine. */
  readonly connection?: readonly string[];
  /** Of a destination that may break off, only. */
  readonly parts?: Parts;
  /** rsync patterns, as the user gave them. */
  readonly excludes: readonly string[];
  readonly multiFs: boolean;
}

/** What must survive a copy: everything that the file system knows of a file, holes included. */
export const PRESERVE_OPTIONS = [
  '--acls',
  '--archive',
  '--hard-links',
  '--numeric-ids',
  '--xattrs',
  '--sparse',
] as const;

/** Item, checksum, size and name of each change; see itemized-change.ts. */
export const OUT_FORMAT = '--out-format=%i %C %l %n';

/** Beside the file that it is a part of. */
const PARTIAL_DIRECTORY = '.rsync-system-backup-partial';

/**
 * rsync(1): parts are hidden from the source's own; with deletions at the end, those that were of no use go when a transfer
 * is whole, and stay when it breaks. Since 3.5 rsync opens each directory above each file to look for its part, which takes a
 * quarter longer for a source that has not changed.
 *
 * Never outside `latest`: where Debian has mended CVE-2026-43619 (3.2.7-1+deb12u5), a receiver that finds a part there ends
 * without a word, in every run, or fails to verify the file.
 */
const PARTS_OPTIONS: Readonly<Record<Parts, readonly string[]>> = {
  keep: [`--partial-dir=${PARTIAL_DIRECTORY}`, '--delete-delay'],
  drop: [`--filter=hide ${PARTIAL_DIRECTORY}/`],
};

/** rsync(1). The real run and every rehearsal of it use the same options, so that they agree. */
export function rsyncArguments(plan: TransferPlan): readonly string[] {
  return [
    '--delete',
    '--delete-excluded',
    ...selectionOptions(plan),
    OUT_FORMAT,
    '--info=progress2',
    '--debug=NSTR1',
    '--stats',
    '--',
    ...endpoints(plan),
  ];
}

/** Compares source and destination without a change; deletions are included as in the real run. */
export function rehearsalArguments(plan: TransferPlan): readonly string[] {
  return [
    '--dry-run',
    '--delete',
    '--delete-excluded',
    ...selectionOptions(plan),
    OUT_FORMAT,
    '--stats',
    '--',
    ...endpoints(plan),
  ];
}

/** Compares attributes; with `fromList`, of the NUL-separated names on standard input only. */
export function comparisonArguments(plan: TransferPlan, fromList: boolean): readonly string[] {
  return [
    '--dry-run',
    ...(fromList ? ['--files-from=-', '--from0'] : []),
    ...selectionOptions(plan),
    OUT_FORMAT,
    '--',
    ...endpoints(plan),
  ];
}

function selectionOptions(plan: TransferPlan): readonly string[] {
  return [
    ...(plan.connection ?? []),
    ...(plan.parts === undefined ? [] : PARTS_OPTIONS[plan.parts]),
    ...PRESERVE_OPTIONS,
    ...(plan.multiFs ? [] : ['--one-file-system']),
    ...EXCLUDED_ROOTS.map((pattern) => `--filter=-/ ${plan.root ?? ''}${pattern}`),
    ...plan.excludes.map((pattern) => `--exclude=${pattern}`),
  ];
}

function endpoints(plan: TransferPlan): readonly string[] {
  return [withTrailingSlash(plan.source), withTrailingSlash(plan.destination)];
}

function withTrailingSlash(path: string): string {
  return `${path.replace(/\/+$/, '')}/`;
}
