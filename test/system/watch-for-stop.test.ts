import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { STOP_SIGNALS, watchForStop, type StopWatch } from '../../main/system/watch-for-stop.js';

describe('a request to stop', () => {
  let watch: StopWatch | null = null;
  const requests: string[] = [];

  afterEach(() => {
    watch?.close();
    watch = null;
    requests.length = 0;
    vi.restoreAllMocks();
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('is %s, with the exit value %i', (signal, exitCode) => {
    const { signal: stop, ...watching } = start(false);
    expect(stop.aborted).toBe(false);
    send(signal);
    expect(stop.aborted).toBe(true);
    expect(watching.exitCode()).toBe(exitCode);
  });

  it('is heard once: the first decides the exit value', () => {
    const watching = start(false);
    send('SIGTERM');
    send('SIGINT');
    expect(requests).toEqual(['stopping']);
    expect(watching.exitCode()).toBe(143);
  });

  it.each([
    ['the word', ['cancel\n']],
    ['the word in pieces', ['can', 'cel', '\n']],
    ['the word after other lines', ['pause\n', 'cancel\n']],
    ['the word before a long line', [`cancel\n${'x'.repeat(1000)}\n`]],
    ['the word after a long line', [`${'x'.repeat(1000)}\n`, 'cancel\n']],
  ])('is %s on standard input', async (_, chunks) => {
    const input = fakeInput();
    const { signal, ...watching } = start(true);
    for (const chunk of chunks) input.write(chunk);
    await vi.waitFor(() => {
      expect(signal.aborted).toBe(true);
    });
    expect(watching.exitCode()).toBe(130);
  });

  it('is the end of standard input, as when the caller was killed', async () => {
    const input = fakeInput();
    const { signal } = start(true);
    input.end();
    await vi.waitFor(() => {
      expect(signal.aborted).toBe(true);
    });
  });

  it('is a standard input that breaks', () => {
    const input = fakeInput();
    const { signal } = start(true);
    input.emit('error', new Error('EIO'));
    expect(signal.aborted).toBe(true);
  });

  it('is no other line', async () => {
    const input = fakeInput();
    const { signal } = start(true);
    input.write('do not cancel\ncancel it\n cancel\nCANCEL\ncancel');
    await vi.waitFor(() => {
      expect(input.readableLength).toBe(0);
    });
    expect(signal.aborted).toBe(false);
  });

  it('is not looked for on standard input without --control', () => {
    const input = fakeInput();
    const { signal } = start(false);
    input.end('cancel\n');
    expect(input.listenerCount('data')).toBe(0);
    expect(signal.aborted).toBe(false);
  });

  it('is not waited for any longer once the run is over', () => {
    const before = STOP_SIGNALS.map((signal) => process.listenerCount(signal));
    const input = fakeInput();
    start(true).close();
    expect(STOP_SIGNALS.map((signal) => process.listenerCount(signal))).toEqual(before);
    expect(input.destroyed).toBe(true);
  });

  function start(control: boolean): StopWatch {
    watch = watchForStop(control, { stopping: () => requests.push('stopping') });
    return watch;
  }
});

/** As the kernel would, but only to our listener: the test runner has its own. */
function send(signal: NodeJS.Signals): void {
  process.listeners(signal).at(-1)?.(signal);
}

function fakeInput(): PassThrough {
  const input = new PassThrough();
  vi.spyOn(process, 'stdin', 'get').mockReturnValue(input as unknown as typeof process.stdin);
  return input;
}
