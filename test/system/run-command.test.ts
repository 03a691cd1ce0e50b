import { mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runCommand, startCommand } from '../../main/system/run-command.js';

it('collects what a program prints, and leaves its exit value to the caller', async () => {
  const script = 'echo out; echo complaint >&2; exit 3';
  const { exitCode, output, complaint } = await runCommand('sh', ['-c', script]);
  expect([exitCode, output.toString(), complaint]).toEqual([3, 'out\n', 'complaint\n']);
});

it('loses nothing of a long output, however it is read', async () => {
  const size = 20_000_000;
  const args = ['--bytes', String(size), '/dev/zero'];
  expect((await runCommand('head', args)).output.length).toBe(size);
  let read = 0;
  const onOutput = (chunk: Buffer): void => {
    read += chunk.length;
  };
  await runCommand('head', args, { onOutput });
  expect(read).toBe(size);
});

it('gives a program nothing of our environment but a search path and a plain locale', async () => {
  const { output } = await runCommand('env', [], { environment: { HOME: '' } });
  const names = output.toString().trimEnd().split('\n').sort();
  expect(names).toEqual(['HOME=', 'LC_ALL=C', expect.stringMatching(/^PATH=\/usr\/local\/sbin:/)]);
});

it('starts programs in the root directory, wherever we are', async () => {
  const { output } = await runCommand('pwd', []);
  expect(output.toString()).toBe('/\n');
});

it('passes arguments on as they are', async () => {
  const odd = ['$(id)', '; id', '-n', 'new\nline', '', '*'];
  const { output } = await runCommand('printf', ['%s\\0', ...odd]);
  expect(output.toString().split('\0').slice(0, -1)).toEqual(odd);
});

it('writes the input and closes it', async () => {
  const { output } = await runCommand('cat', [], { input: Buffer.from('in') });
  expect(output.toString()).toBe('in');
});

it('names a program that is not installed', async () => {
  await expect(runCommand('no-such-program', [])).rejects.toMatchObject({
    code: 'command-missing',
    message: 'The program “no-such-program” is not installed.',
  });
});

it('tells a program that a signal ended from one that failed', async () => {
  await expect(runCommand('sh', ['-c', 'kill -KILL $$'])).rejects.toMatchObject({
    code: 'command-killed',
  });
});

it('settles a cancelled program when the last of its processes has gone', async () => {
  const stop = new AbortController();
  let heard = '';
  const onOutput = (chunk: Buffer): void => {
    heard += chunk.toString();
    stop.abort();
  };
  const script = '(trap "" TERM; echo first; sleep 1; echo last) & wait';
  const run = runCommand('sh', ['-c', script], { signal: stop.signal, onOutput });
  await expect(run).rejects.toMatchObject({ code: 'cancelled' });
  expect(heard).toBe('first\nlast\n');
});

it('does not start a program for a request that is cancelled already', async () => {
  await expect(runCommand('true', [], { signal: AbortSignal.abort() })).rejects.toMatchObject({
    code: 'cancelled',
  });
});

it('lets a program keep a descriptor open', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'run-command-'));
  const file = await open(join(directory, 'held'), 'w');
  try {
    const { output } = await runCommand('readlink', ['/proc/self/fd/3'], {
      descriptors: [file.fd],
    });
    expect(output.toString().trim()).toBe(join(directory, 'held'));
  } finally {
    await file.close();
    rmSync(directory, { recursive: true });
  }
});

it('talks to a program that goes on', async () => {
  let heard = '';
  const onOutput = (chunk: Buffer): void => {
    heard += chunk.toString();
  };
  const { write, done } = startCommand('head', ['--lines', '2'], { onOutput });
  write('one\n');
  write('two\n');
  expect((await done).exitCode).toBe(0);
  expect(heard).toBe('one\ntwo\n');
});
