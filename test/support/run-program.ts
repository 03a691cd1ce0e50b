import { execa } from 'execa';

/** Those of root too: `mkfs` and `losetup` live in sbin, which an ordinary login may not search. */
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

export interface ProgramOptions {
  readonly cwd?: string;
  readonly input?: Uint8Array | string;
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * Runs a program that must succeed.
 *
 * @returns its standard output, one character a byte, because names need not be UTF-8.
 * @throws when it is not installed or fails; the message says which, and what it complained about.
 */
export async function runProgram(
  program: string,
  args: readonly string[],
  { cwd, input, environment = {} }: ProgramOptions = {},
): Promise<string> {
  const { stdout } = await execa(program, args, {
    ...(cwd === undefined ? {} : { cwd }),
    ...(input === undefined ? {} : { input }),
    env: { ...environment, PATH, LC_ALL: 'C' },
    encoding: 'latin1',
    stripFinalNewline: false,
    maxBuffer: 1024 ** 3,
  });
  return stdout;
}
