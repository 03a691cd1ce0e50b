/** An option as getopt(3) knows it. */
export interface OptionSyntax {
  readonly long: string;
  readonly short?: string;
  /** Name of the argument that it needs; absent: it takes none. */
  readonly argument?: string;
  /** True: an abbreviation that fits one such option means that one, whatever else it fits. */
  readonly elder?: boolean;
}

export interface ParsedOptions {
  /** In the order given, by long name. */
  readonly options: readonly { readonly name: string; readonly value: string }[];
  readonly positionals: readonly string[];
}

/** The command line is not understood. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * getopt_long(3) as GNU has it: options anywhere, `--` ends them, letters may be bundled, long names may be shortened as long
 * as they stay unambiguous, and the argument of an option may begin with a dash.
 *
 * @throws UsageError
 */
export function getopt(args: readonly string[], known: readonly OptionSyntax[]): ParsedOptions {
  const options: { name: string; value: string }[] = [];
  const positionals: string[] = [];
  const rest = [...args];
  for (let argument = rest.shift(); argument !== undefined; argument = rest.shift()) {
    if (argument === '--') {
      positionals.push(...rest);
      break;
    }
    if (argument.startsWith('--')) options.push(longOption(argument, rest, known));
    else if (argument.startsWith('-') && argument !== '-') {
      options.push(...shortOptions(argument, rest, known));
    } else positionals.push(argument);
  }
  return { options, positionals };
}

function longOption(argument: string, rest: string[], known: readonly OptionSyntax[]) {
  const [, typed = '', attached] = /^--([^=]*)(?:=(.*))?$/s.exec(argument) ?? [];
  const option = findLong(typed, known);
  if (option.argument === undefined) {
    if (attached !== undefined) throw new UsageError(`Option --${option.long} takes no argument.`);
    return { name: option.long, value: '' };
  }
  return { name: option.long, value: attached ?? next(rest, `--${option.long}`, option.argument) };
}

function findLong(typed: string, known: readonly OptionSyntax[]): OptionSyntax {
  const exact = known.find(({ long }) => long === typed);
  if (exact !== undefined) return exact;
  const fitting = known.filter(({ long }) => typed !== '' && long.startsWith(typed));
  const elders = fitting.filter(({ elder }) => elder === true);
  const [first, ...others] = elders.length === 1 ? elders : fitting;
  if (first === undefined) throw new UsageError(`There is no option --${typed}.`);
  if (others.length === 0) return first;
  const candidates = [first, ...others].map(({ long }) => `--${long}`).join(', ');
  throw new UsageError(`Option --${typed} is ambiguous; it may be ${candidates}.`);
}

function shortOptions(argument: string, rest: string[], known: readonly OptionSyntax[]) {
  const options: { name: string; value: string }[] = [];
  for (let index = 1; index < argument.length; index += 1) {
    const letter = argument.charAt(index);
    const option = known.find(({ short }) => short === letter);
    if (option === undefined) throw new UsageError(`There is no option -${letter}.`);
    if (option.argument === undefined) {
      options.push({ name: option.long, value: '' });
      continue;
    }
    const attached = argument.slice(index + 1);
    const value = attached === '' ? next(rest, `-${letter}`, option.argument) : attached;
    options.push({ name: option.long, value });
    break;
  }
  return options;
}

function next(rest: string[], option: string, argument: string): string {
  const value = rest.shift();
  if (value === undefined) throw new UsageError(`Option ${option} needs an argument: ${argument}.`);
  return value;
}
