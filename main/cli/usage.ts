import { OPTION_GROUPS, type OptionEntry, type OptionGroup } from './option-table.js';

const WIDTH = 79;

const INTRODUCTION = `Usage: rsync-system-backup [OPTIONS] [SOURCE] DESTINATION

Back up SOURCE (default: /, the whole system) with rsync to DESTINATION, keep a
snapshot of it beside DESTINATION as a directory of hard links named by date and
time, and remove old snapshots by a rotation scheme. Backups are plain files:
every one can be browsed and restored with any file manager.

DESTINATION is a directory, [USER@]HOST:DIRECTORY over SSH, or, at an rsync
daemon, [USER@]HOST::MODULE[/DIRECTORY] or rsync://[USER@]HOST[:PORT]/MODULE
[/DIRECTORY].

Try it with --dry-run first: what DESTINATION has and SOURCE does not have is
deleted there (snapshots keep it), so the order of the two matters.`;

export function usage(): string {
  return [INTRODUCTION, ...OPTION_GROUPS.map(formatGroup)].join('\n\n').concat('\n');
}

function formatGroup({ title, options }: OptionGroup): string {
  return [`${title}:`, ...options.map(formatOption)].join('\n');
}

function formatOption({ short, long, argument, help }: OptionEntry): string {
  const name = `--${long}${argument === undefined ? '' : `=${argument}`}`;
  const heading = short === undefined ? `      ${name}` : `  -${short}, ${name}`;
  return [heading, ...wrap(help, WIDTH - 10).map((line) => `          ${line}`)].join('\n');
}

function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
