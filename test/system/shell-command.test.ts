import { execa } from 'execa';
import { once } from 'node:events';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ANNOUNCED_GROUP, shellCommand } from '../../main/domain/shell-command.js';

/** What shells act on, and what they stumble over. */
const HOSTILE = [
  ...Array.from('\'"`$()[]{}<>|&;*?!~#%=\\^ \t\n\r'),
  ...['\u00fc', '\u202e', '😀', 'a', '-', '.'],
];
const argument = fc.oneof(
  fc.array(fc.constantFrom(...HOSTILE)).map((signs) => signs.join('')),
  fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\0', '')),
);

describe.each(['sh', 'bash'])('a command for %s', (shell) => {
  it('gives the program exactly its arguments', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(argument, { minLength: 1, maxLength: 6 }), async (args) => {
        const command = shellCommand('printf', ['%s\\0', ...args]);
        const { stdout } = await execa(shell, ['-c', command], { stripFinalNewline: false });
        expect(stdout).toBe(args.map((one) => `${one}\0`).join(''));
      }),
      { numRuns: 60 },
    );
  });
});

it('has nothing in it that a shell of another kind reads in single quotes', () => {
  fc.assert(
    fc.property(fc.array(argument), (args) => {
      const command = shellCommand('program', args, { announced: true });
      const quoted = command.match(/'[^']*'/g) ?? [];
      expect(quoted.join('')).not.toMatch(/[!\n]|\\[\\']/);
      expect(command).toMatch(/^[\x20-\x7e]*$/);
    }),
  );
});

it('names the group of the program, which ends with it', async () => {
  const script = 'ps -o pgid= -p $$; sleep 1000 & wait';
  const command = shellCommand('sh', ['-c', script], { announced: true });
  const running = execa('setsid', ['--wait', 'sh', '-c', command], { reject: false });
  const said = await Promise.all([once(running.stderr, 'data'), once(running.stdout, 'data')]);
  const [announced = '', own = ''] = said.map(([chunk]: unknown[]) => String(chunk));
  const group = ANNOUNCED_GROUP.exec(announced)?.[1] ?? '';
  expect(group).toBe(own.trim());
  process.kill(-Number(group), 'SIGTERM');
  await running;
});
