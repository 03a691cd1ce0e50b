import { setTimeout as after } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { HANGS, whileItMoves, type Look } from '../../main/system/remote/while-it-moves.js';

/** Milliseconds; of the work, some ten times as long. */
const [LIMIT, WORK] = [40, 400];

function watched(look: Look): Promise<string | typeof HANGS> {
  return whileItMoves(after(WORK, 'done'), look, LIMIT);
}

describe('work that takes longer than the limit', () => {
  it('is waited for while it moves, and where nobody can tell', async () => {
    let steps = 0;
    expect(await watched(() => Promise.resolve(String((steps += 1))))).toBe('done');
    expect(await watched(() => Promise.resolve(undefined))).toBe('done');
  });

  it('hangs where nothing moves, or nobody answers', async () => {
    expect(await watched(() => Promise.resolve('the same'))).toBe(HANGS);
    expect(await watched(() => Promise.resolve(null))).toBe(HANGS);
  });

  it('asks nothing when it is soon done, and fails as the work does', async () => {
    let asked = 0;
    const look: Look = () => Promise.resolve(String((asked += 1)));
    expect(await whileItMoves(Promise.resolve('done'), look, LIMIT)).toBe('done');
    await expect(whileItMoves(Promise.reject(new Error('no')), look, LIMIT)).rejects.toThrow('no');
    expect(asked).toBe(0);
  });
});
