import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { RESIDENT_SHELL } from '../../main/domain/resident-shell.js';
import { ResidentShell } from '../../main/system/remote/resident-shell.js';
import { startCommand, type CommandResult } from '../../main/system/run-command.js';

interface Resident {
  readonly shell: ResidentShell;
  readonly end: () => void;
  /** How sh itself ended. */
  readonly done: Promise<CommandResult>;
}

/** @param limit seconds without a word after which it ends */
function resident([program, ...own]: Shell, limit = 60): Resident {
  const running = startCommand(program, [...own, '-c', RESIDENT_SHELL, 'sh', String(limit)], {
    onOutput: (chunk) => shell.hear(chunk),
    onComplaint: (chunk) => shell.hearComplaint(chunk),
  });
  const shell = new ResidentShell(running.write, running.done);
  onTestFinished(async () => {
    running.end();
    await running.done;
  });
  return { shell, end: running.end, done: running.done };
}

type Shell = readonly [string, ...string[]];
/** bash takes a socket on its standard input for a login. */
const SHELLS: readonly Shell[] = [['sh'], ['bash', '--norc']];

const bytes = fc.uint8Array({ maxLength: 2000 });
const argument = fc
  .array(fc.constantFrom(...Array.from('\'"`$()[]{}<>|&;*?!~#%=\\^ \t\n\r.-aü😀')))
  .map((signs) => signs.join(''));

describe.each(SHELLS.map((shell) => [shell.join(' '), shell] as const))(
  'a resident %s',
  (_, program) => {
    it('gives each program exactly its arguments and its input, whatever they are', async () => {
      const { shell } = resident(program);
      await fc.assert(
        fc.asyncProperty(fc.array(argument, { maxLength: 5 }), bytes, async (args, input) => {
          const script = 'cat; printf "%s\\0" "$@"; printf complaint >&2; exit 7';
          const result = await shell.run('sh', ['-c', script, 'sh', ...args], input);
          const words = args.length === 0 ? ['\0'] : args.map((one) => `${one}\0`);
          expect(result).toEqual({
            exitCode: 7,
            output: Buffer.concat([input, Buffer.from(words.join(''))]),
            complaint: 'complaint',
          });
        }),
        { numRuns: 40 },
      );
    });

    it('is not led astray by a program that leaves its input unread, or that there is not', async () => {
      const { shell } = resident(program);
      const answers = await Promise.all([
        shell.run('true', [], randomBytes(10_000)),
        shell.run('no such program', [], Buffer.from('exit 3\n')),
        shell.run('echo', ['still there']),
      ]);
      expect(answers.map((answer) => answer?.exitCode)).toEqual([0, 127, 0]);
      expect(answers[2]?.output.toString()).toBe('still there\n');
    });

    it('does nothing of a command or an input of which only a part has come', async () => {
      const { shell, end, done } = resident(program);
      const stopped = shell.run('sh', ['-c', 'sleep 0.1; wc -c'], Buffer.alloc(9));
      expect((await stopped)?.output.toString().trim()).toBe('9');
      const running = startCommand('sh', ['-c', RESIDENT_SHELL, 'sh', '60'], {});
      running.write('token 0 =echo =never');
      running.end();
      expect((await running.done).output.toString()).toBe('');
      end();
      expect(await shell.run('true', [])).toBeNull();
      expect((await done).exitCode).toBe(0);
    });
  },
);

it('ends when nobody says anything any more', async () => {
  const { shell, done } = resident(['sh'], 1);
  shell.stay();
  expect((await done).exitCode).toBe(0);
});
