import { DECODE, encodeArgument, ENVIRONMENT } from './shell-command.js';

/** Stands for the length of an input. */
const ITSELF = 'itself';

/**
 * For sh(1): takes one command after the other from standard input, and ends with that, or when nothing has come on it for
 * `$1` seconds. A line that has only a point says that somebody is still there.
 *
 * sh reads a line byte by byte, so that what follows is the command's.
 */
export const RESIDENT_SHELL = `${ENVIRONMENT}
set -f
limit=$1
while line=$(timeout "$limit" sh -c 'IFS= read -r line && printf %s "$line"'); do
  if [ "$line" = . ]; then continue; fi
  set -- $line
  token=$1; length=$2; shift 2
  ${DECODE}
  if [ "$length" = ${ITSELF} ]; then eval "$1" </dev/null
  elif [ "$length" = 0 ]; then "$@" </dev/null
  else timeout "$limit" head -c "$length" | { "$@"; code=$?; cat >/dev/null; exit "$code"; }
  fi
  printf '\\n%s %s\\n' "$token" "$?"
  printf '\\n%s\\n' "$token" >&2
done
`;

/**
 * What it reads to run a script itself, so that what that opens stays open; `$2` is the script's first argument. Whatever may
 * fail there is to be in parentheses: the shell may end with it.
 */
export function residentScript(token: string, script: string, args: readonly string[]): string {
  return commandLine(token, ITSELF, [script, ...args]);
}

export const STILL_THERE = '.\n';

/**
 * What the shell reads to run a program; then come the bytes of its standard input.
 *
 * @param token letters and digits that nothing which the program prints has in it
 * @param length of its standard input
 */
export function residentCommand(
  token: string,
  length: number,
  program: string,
  args: readonly string[],
): string {
  return commandLine(token, String(length), [program, ...args]);
}

function commandLine(token: string, length: string, args: readonly string[]): string {
  // No shell reads these words, so that they stand without quotes.
  const words = args.map((word) => encodeArgument(word).slice(1, -1));
  return `${[token, length, ...words].join(' ')}\n`;
}

/** How an answer on standard output ends; then it has the exit value. */
export function answerEnd(token: string): RegExp {
  return new RegExp(`\\n${token} (\\d+)\\n$`);
}

/** How one on standard error ends. */
export function complaintEnd(token: string): RegExp {
  return new RegExp(`\\n${token}\\n$`);
}
