import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { RESIDENT_SHELL, residentCommand } from '../../main/domain/resident-shell.js';
import { ResidentShell } from '../../main/system/remote/resident-shell.js';
import { startCommand, type CommandResult } from '../../main/system/run-command.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

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

    it('keeps open what a script of its own has opened, for its programs too', async () => {
      const { shell } = resident(program);
      const lock = join(await temporaryDirectory(), 'a $(lock)');
      const isFree = async () => (await shell.run('flock', ['-n', lock, 'true']))?.exitCode === 0;
      const taken = await shell.runItself('exec 8>"$2" && flock -n 8; echo "$3"', [lock, 'a  b']);
      expect(taken).toMatchObject({ exitCode: 0, output: Buffer.from('a  b\n') });
      expect(await isFree()).toBe(false);
      expect(await shell.run('sh', ['-c', 'echo here >&8'])).toMatchObject({ exitCode: 0 });
      expect(await shell.runItself('(exit 3)', [])).toMatchObject({ exitCode: 3 });
      await shell.runItself('exec 8>&-', []);
      expect(await isFree()).toBe(true);
      expect(await readFile(lock, 'utf8')).toBe('here\n');
    });

    it('takes nothing that comes late for a command, and does nothing of what it belongs to', async () => {
      const [first, ...others] = program;
      const running = startCommand(first, [...others, '-c', RESIDENT_SHELL, 'sh', '1'], {});
      const names = Buffer.from('a name\nx - =echo =INJECTED\n'.repeat(9));
      const line = residentCommand('token', names.toString('base64'), 'cat', []);
      running.write(line.slice(0, line.length / 2));
      await setTimeout(2500);
      running.write(`${line.slice(line.length / 2)}x - =echo =LATE\n`);
      running.end();
      expect((await running.done).output.toString()).toBe('');
    });

    it('does nothing of a command or an input of which only a part has come', async () => {
      const { shell, end, done } = resident(program);
      const stopped = shell.run('sh', ['-c', 'sleep 0.1; wc -c'], Buffer.alloc(9));
      expect((await stopped)?.output.toString().trim()).toBe('9');
      const running = startCommand('sh', ['-c', RESIDENT_SHELL, 'sh', '60'], {});
      running.write('token - =echo =never');
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
