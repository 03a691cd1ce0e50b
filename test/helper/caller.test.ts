import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { listenToCaller, passphraseFrom, type Caller } from '../../main/helper/caller.js';
import { CancelledError } from '../../main/shared/backup-error.js';
import type { HelperEvent } from '../../main/shared/helper-protocol.js';

describe('a passphrase', () => {
  let caller: Caller | null = null;
  const told: HelperEvent[] = [];

  afterEach(() => {
    caller?.close();
    caller = null;
    told.length = 0;
    vi.restoreAllMocks();
  });

  function asked(attempt: number) {
    const input = new PassThrough();
    vi.spyOn(process, 'stdin', 'get').mockReturnValue(input as unknown as typeof process.stdin);
    caller = listenToCaller();
    const ask = passphraseFrom(caller, (event) => told.push(event));
    const reply = ask('backup', attempt, caller.signal);
    // Whoever awaits it later must not find it unhandled now.
    reply.catch(() => undefined);
    return { input, reply };
  }

  it('is asked for by the name of its disk, and read whatever it contains', async () => {
    const { input, reply } = asked(2);
    expect(told).toEqual([{ event: 'passphrase', disk: 'backup', attempt: 2 }]);
    input.write(`${JSON.stringify({ passphrase: 'cancel\n"\u2028 \\ ü' })}\n`);
    expect(await reply).toBe('cancel\n"\u2028 \\ ü');
  });

  it('may come in pieces', async () => {
    const { input, reply } = asked(1);
    for (const piece of ['{"passphrase":', '"open', ' sesame"}', '\n']) input.write(piece);
    expect(await reply).toBe('open sesame');
  });

  it.each([
    ['is not JSON', 'open sesame\n'],
    ['is no object', '"open sesame"\n'],
    ['is no text', '{"passphrase":["open sesame"]}\n'],
    ['is not UTF-8', Buffer.from('"open sesame\xff"\n', 'latin1')],
  ])('that %s is refused without being repeated', async (_, line) => {
    const { input, reply } = asked(1);
    input.write(line);
    const error: unknown = await reply.catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'invalid-request' });
    expect(JSON.stringify(error) + String(error)).not.toContain('sesame');
  });

  it('is not waited for when the caller cancels, or has gone', async () => {
    for (const stop of [
      (input: PassThrough) => input.write('cancel\n'),
      (input: PassThrough) => input.end(),
    ]) {
      const { input, reply } = asked(1);
      stop(input);
      await expect(reply).rejects.toBeInstanceOf(CancelledError);
      caller?.close();
    }
  });
});
