import { DECODE, encodeArgument, ENVIRONMENT } from './shell-command.js';

/** Both stand for an input; in base64 neither can. */
const [ITSELF, EMPTY] = ['itself', '-'];

/**
 * For sh(1): takes one command after the other from standard input, and ends with that, or when nothing has come on it for
 * `$1` seconds. A line that has only a point says that somebody is still there.
 *
 * A command is one line with all that is the command's, its input too: of a line that does not come whole, or not in time,
 * nothing is done, and nothing that follows can be taken for a command.
 */
export const RESIDENT_SHELL = `${ENVIRONMENT}
set -f
limit=$1
while line=$(timeout "$limit" sh -c 'IFS= read -r line && printf %s "$line"'); do
  if [ "$line" = . ]; then continue; fi
  set -- $line
  token=$1; input=$2; shift 2
  ${DECODE}
  case $input in
    ${ITSELF}) eval "$1" </dev/null ;;
    ${EMPTY}) "$@" </dev/null ;;
    *) printf %s "$input" | base64 -d | { "$@"; code=$?; cat >/dev/null; exit "$code"; } ;;
  esac
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
 * What the shell reads to run a program.
 *
 * @param token letters and digits that nothing which the program prints has in it
 * @param input for its standard input, in base64
 */
export function residentCommand(
  token: string,
  input: string,
  program: string,
  args: readonly string[],
): string {
  return commandLine(token, input === '' ? EMPTY : input, [program, ...args]);
}

function commandLine(token: string, input: string, args: readonly string[]): string {
  // No shell reads these words, so that they stand without quotes.
  const words = args.map((word) => encodeArgument(word).slice(1, -1));
  return `${[token, input, ...words].join(' ')}\n`;
}

/** How an answer on standard output ends; then it has the exit value. */
export function answerEnd(token: string): RegExp {
  return new RegExp(`\\n${token} (\\d+)\\n$`);
}

/** How one on standard error ends. */
export function complaintEnd(token: string): RegExp {
  return new RegExp(`\\n${token}\\n$`);
}
