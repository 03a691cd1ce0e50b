import { encodeCharacter } from '../shared/utf8.js';

/**
 * The line that a login shell on another machine is given so that it starts a program with exactly these arguments.
 *
 * Whatever the shell is (sh, fish, csh) and whatever the names are, it sees letters, digits and a few harmless signs in
 * single quotes; everything else is written as octal numbers, which a fixed script turns back. Nothing of a name is ever
 * interpreted.
 */
export function shellCommand(
  program: string,
  args: readonly string[],
  { sudo = false, announced = false }: ShellCommandOptions = {},
): string {
  const script = `${DECODE}${ENVIRONMENT}${announced ? ANNOUNCE : ''}exec "$@"`;
  const words = ['sh', '-c', `'${script}'`, 'sh', ...[program, ...args].map(encodeArgument)];
  return [...(sudo ? ['sudo', '-n'] : []), ...words].join(' ');
}

export interface ShellCommandOptions {
  /** True: as root, without a question for a password. */
  readonly sudo?: boolean;
  /** True: the first line of standard error names the process group; see ANNOUNCED_GROUP. */
  readonly announced?: boolean;
}

/** The line that `announced` asks for. It is left out where the group is not the program's own. */
export const ANNOUNCED_GROUP = /^group (\d+)\n/;

/** Turns the positional parameters back. Without backslash, exclamation mark and line break, which fish and csh read in single quotes too. */
export const DECODE =
  'for a do shift;case $a in %*)a=$(printf %b. "${a#%}");a=${a%.};;=*)a=${a#=};;esac;set -- "$@" "$a";done;';
export const ENVIRONMENT =
  'PATH=$PATH:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin;LC_ALL=C;export PATH LC_ALL;';
/** proc(5), /proc/PID/stat: pid, (program), state, parent, process group. kill(2) takes 1 for everybody. */
const ANNOUNCE =
  'if [ -r /proc/$$/stat ];then read -r p c s q g r </proc/$$/stat;if [ "$g" -gt 1 ]&&{ [ "$g" = "$$" ]||[ "$g" = "$PPID" ];};then echo "group $g">&2;fi;fi;';

const HARMLESS = /^[A-Za-z0-9_./:,@+-]*$/;

/** `=` before what stays as it is, `%` before what printf(1), %b, reads. */
export function encodeArgument(argument: string): string {
  if (argument.includes('\0')) throw new RangeError('An argument contains no NUL.');
  if (HARMLESS.test(argument)) return `'=${argument}'`;
  const bytes = Array.from(argument).flatMap(encodeCharacter);
  return `'%${bytes.map(encodeByte).join('')}'`;
}

function encodeByte(byte: number): string {
  const character = String.fromCharCode(byte);
  return HARMLESS.test(character) ? character : `\\0${byte.toString(8).padStart(3, '0')}`;
}
