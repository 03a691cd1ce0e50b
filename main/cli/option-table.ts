import type { OptionSyntax } from './getopt.js';

export interface OptionEntry extends OptionSyntax {
  /** Paragraph for --help. */
  readonly help: string;
}

export interface OptionGroup {
  readonly title: string;
  readonly options: readonly OptionEntry[];
}

/** Every option, in the order of --help. The first group is the Python original's, letter for letter. */
export const OPTION_GROUPS: readonly OptionGroup[] = [
  {
    title: 'Options of rsync-system-backup 1.1',
    options: [
      {
        short: 'b',
        long: 'backup',
        help: 'Run rsync, but take no snapshot and do not rotate unless --snapshot and --rotate are also given.',
      },
      {
        short: 's',
        long: 'snapshot',
        help: 'Take a snapshot of DESTINATION, but run no rsync and do not rotate unless --backup and --rotate are also given. In an rsync daemon’s “post-xfer exec”, DESTINATION defaults to $RSYNC_MODULE_PATH.',
      },
      {
        short: 'r',
        long: 'rotate',
        help: 'Remove old snapshots, but run no rsync and take no snapshot unless --backup and --snapshot are also given.',
      },
      {
        short: 'm',
        long: 'mount',
        argument: 'DIRECTORY',
        help: 'Mount the file system at DIRECTORY, which needs an entry in /etc/fstab, and unmount it afterwards. It stays mounted if it was.',
      },
      {
        short: 'c',
        long: 'crypto',
        argument: 'NAME',
        help: 'Unlock the encrypted disk NAME, which needs an entry in /etc/crypttab, with cryptdisks_start, and lock it afterwards. When the disk is not connected and nobody watches (no terminal), nothing happens and the exit value is 0.',
      },
      {
        short: 't',
        long: 'tunnel',
        argument: '[USER@]HOST[:PORT]',
        help: 'Connect to an rsync daemon through an SSH tunnel. PORT is that of the SSH server; an account without a shell will do.',
      },
      {
        short: 'i',
        long: 'ionice',
        argument: 'CLASS',
        help: 'Run rsync, cp and rm with the I/O scheduling class idle, best-effort or realtime.',
      },
      {
        short: 'u',
        long: 'no-sudo',
        help: 'Do not become root by sudo, neither here nor on the host of DESTINATION.',
      },
      { short: 'n', long: 'dry-run', help: 'Report what would happen, and change nothing.' },
      { long: 'multi-fs', help: 'Also back up other file systems that are mounted in SOURCE.' },
      {
        short: 'x',
        long: 'exclude',
        argument: 'PATTERN',
        help: 'Leave out what matches; rsync’s syntax. May be repeated.',
      },
      { short: 'f', long: 'force', help: 'Run on other systems than Linux.' },
      { long: 'disable-notifications', help: 'Show no desktop notifications.' },
      { short: 'v', long: 'verbose', help: 'Say more. May be repeated.' },
      { short: 'q', long: 'quiet', help: 'Say less. May be repeated.' },
      { short: 'h', long: 'help', help: 'Show this text.' },
    ],
  },
  {
    title: 'Rotation',
    options: [
      {
        long: 'minutely',
        argument: 'COUNT',
        help: 'Keep COUNT snapshots, one a minute; “always” keeps all. As soon as one of these six is given, the scheme is exactly what is given; otherwise rotate-backups.ini counts, or 24 hourly, 7 daily, 4 weekly and all monthly.',
      },
      { long: 'hourly', argument: 'COUNT', help: 'Likewise, one an hour.' },
      { long: 'daily', argument: 'COUNT', help: 'Likewise, one a day.' },
      { long: 'weekly', argument: 'COUNT', help: 'Likewise, one a week.' },
      { long: 'monthly', argument: 'COUNT', help: 'Likewise, one a month.' },
      { long: 'yearly', argument: 'COUNT', help: 'Likewise, one a year.' },
      {
        long: 'relaxed',
        help: 'Count snapshots and not periods: gaps between backups do not shorten what is kept.',
      },
      { long: 'prefer-recent', help: 'Keep the newest snapshot of a period, not the oldest.' },
      {
        long: 'no-keep-newest',
        help: 'Let the newest snapshot go too if the scheme does not keep it.',
      },
    ],
  },
  {
    title: 'Safety',
    options: [
      {
        long: 'adopt',
        help: 'Take over a directory that holds files but was never a backup. Whatever SOURCE does not have is deleted there.',
      },
      {
        long: 'expect-destination',
        argument: 'ID',
        help: 'Refuse a destination with another identity (destination.json in its catalog), such as the wrong disk.',
      },
      {
        long: 'skip-unchanged',
        help: 'Take no snapshot when nothing has changed since the last one.',
      },
    ],
  },
  {
    title: 'Other machines',
    options: [
      {
        long: 'timeout',
        argument: 'SECONDS',
        help: 'Take a connection for broken when nothing has come for so long; 300 if not given.',
      },
      {
        long: 'bwlimit',
        argument: 'RATE',
        help: 'Send no more than that: KiB a second, or with a suffix such as 2m; rsync’s syntax.',
      },
      {
        long: 'password-file',
        argument: 'FILE',
        help: 'Where the password for an rsync daemon is; $RSYNC_PASSWORD otherwise. ssh and its options are $RSYNC_RSH.',
      },
    ],
  },
  {
    title: 'Snapshots, instead of a run (SNAPSHOT: a name, its beginning, or “newest”)',
    options: [
      { long: 'list', help: 'List the snapshots of DESTINATION, and why each is kept.' },
      {
        long: 'browse',
        argument: 'SNAPSHOT',
        help: 'List what is in a snapshot; with a path after DESTINATION, in that directory.',
      },
      {
        long: 'versions',
        argument: 'PATH',
        help: 'List the different contents that PATH had, newest first.',
      },
      {
        long: 'diff',
        argument: 'SNAPSHOT',
        help: 'List what the newest snapshot has otherwise, or the one that is named after DESTINATION.',
      },
      {
        long: 'search',
        argument: 'PATTERN',
        help: 'List the paths of all snapshots whose name has PATTERN in it, or with * and ? is PATTERN.',
      },
      {
        long: 'restore',
        argument: 'SNAPSHOT',
        help: 'Copy to TARGET, an existing directory that is named after DESTINATION, what the paths after it name, or everything. Directories that are there are merged.',
      },
      {
        long: 'in-place',
        help: 'TARGET is what was backed up: paths go to where they were in it.',
      },
      {
        long: 'conflict',
        argument: 'RULE',
        help: 'What --restore does with a file that is there and differs: keep-both (the default), replace, only-missing or only-newer.',
      },
      { long: 'pin', argument: 'SNAPSHOT', help: 'Never let rotation remove it.' },
      { long: 'unpin', argument: 'SNAPSHOT', help: 'Let rotation decide again.' },
      {
        long: 'note',
        argument: 'SNAPSHOT',
        help: 'Keep the text after DESTINATION as a note on it; none removes the note.',
      },
      {
        long: 'remove',
        argument: 'SNAPSHOT',
        help: 'Remove it, and others that are named after DESTINATION. There is no way back.',
      },
    ],
  },
  {
    title: 'Output',
    options: [
      {
        long: 'json',
        help: 'Print one JSON object a line on standard output, and nothing else there.',
      },
      { long: 'control', help: 'Stop when standard input says “cancel” or ends.' },
      { long: 'version', help: 'Show the version.' },
    ],
  },
];

/** Abbreviations keep the meaning that they have in the original, whose options are the first group. */
export const OPTIONS: readonly OptionEntry[] = OPTION_GROUPS.flatMap(({ options }, group) =>
  options.map((option) => ({ ...option, elder: group === 0 })),
);
