import { roff } from './roff.mjs';

/**
 * rsync-system-backup(1), as text for man(1). Options and introduction are those of --help.
 *
 * @param optionGroups OPTION_GROUPS of main/cli/option-table.ts
 * @param usage what --help prints
 */
export function commandPage({ optionGroups, usage, version, date }) {
  return [
    `.TH RSYNC\\-SYSTEM\\-BACKUP 1 "${date}" "rsync\\-system\\-backup ${version}" "User Commands"`,
    '.SH NAME',
    'rsync\\-system\\-backup \\- back up a Linux system with rsync, snapshots and rotation',
    '.SH SYNOPSIS',
    '.B rsync\\-system\\-backup',
    '[\\fIOPTIONS\\fR] [\\fISOURCE\\fR] \\fIDESTINATION\\fR',
    '.SH DESCRIPTION',
    introduction(usage, optionGroups).map(roff).join('\n.PP\n'),
    '.SH OPTIONS',
    ...optionGroups.flatMap(({ title, options }) => [
      `.SS "${roff(title)}"`,
      ...options.flatMap(optionLines),
    ]),
    REST,
  ].join('\n');
}

/** The paragraphs between the line that says how it is called and the options. */
function introduction(usage, [first]) {
  const paragraphs = usage.split('\n\n');
  const options = paragraphs.findIndex((paragraph) => paragraph.startsWith(`${first.title}:`));
  return paragraphs.slice(1, options);
}

function optionLines({ short, long, argument, help }) {
  const value = argument === undefined ? '' : `=\\fI${roff(argument)}\\fR`;
  const letter = short === undefined ? '' : `\\fB\\-${short}\\fR, `;
  return ['.TP', `${letter}\\fB\\-\\-${roff(long)}\\fR${value}`, roff(help)];
}

const REST = String.raw`.SH EXIT STATUS
.TP
.B 0
Done, also with warnings.
.TP
.B 1
Failed; standard error says why, and what to do.
.TP
.BR 130 ", " 143 ", " 129
Stopped by Ctrl\-C, by termination or by a hang\-up, after cleaning up.
.SH ENVIRONMENT
.TP
.B RSYNC_MODULE_PATH
The default of \fIDESTINATION\fR: an rsync daemon sets it for \(lqpost\-xfer exec\(rq.
.TP
.B TZ
The time zone in which snapshots are named.
.SH FILES
.TP
.I /etc/crypttab
Has the entry that \fB\-\-crypto\fR names.
.TP
.I /etc/fstab
Has the entry that \fB\-\-mount\fR names.
.TP
.I /etc/rsync\-system\-backup/profiles/*.json
Backups that the application runs as root, see
.BR rsync\-system\-backup\-profile (5).
.TP
.I ~/.rotate\-backups.ini\fR, \fI/etc/rotate\-backups.ini
The rotation scheme, where the command line says none.
.TP
.IR DESTINATION /../.rsync\-system\-backup
The catalog: identity of the destination, its lock, and records of runs and snapshots. Nothing in it is needed to restore.
.SH EXAMPLES
.TP
What would happen:
.EX
rsync\-system\-backup \-\-dry\-run /home /mnt/backups/laptop/latest
.EE
.TP
The whole system to an encrypted disk, which is unlocked and mounted for it:
.EX
rsync\-system\-backup \-\-crypto=backups \-\-mount=/mnt/backups /mnt/backups/laptop/latest
.EE
.TP
One file of the newest snapshot, into the home directory:
.EX
rsync\-system\-backup \-\-restore=newest /mnt/backups/laptop/latest ~ me/letter.odt
.EE
.SH SEE ALSO
.BR rsync\-system\-backup\-profile (5),
.BR rsync (1),
.BR crypttab (5),
.BR fstab (5),
.BR cryptsetup (8)
`;
