import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { restartWhenReplaced } from '../../electron/restart/restart-when-replaced.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

const WAIT = { timeout: 30_000, interval: 10 };

let program: string;
let busy: boolean;
let looked: number;
let restarts: number;
let ends: number;

beforeEach(async () => {
  program = join(await temporaryDirectory(), 'app.mjs');
  await writeFile(program, 'old');
  [busy, looked, restarts, ends] = [false, 0, 0, 0];
  const stop = restartWhenReplaced({
    program,
    patience: 10,
    isBusy: () => {
      looked += 1;
      return busy;
    },
    restart: () => {
      restarts += 1;
    },
    quit: () => {
      ends += 1;
    },
  });
  onTestFinished(stop);
});

/** As dpkg does. */
async function replace(): Promise<void> {
  await writeFile(`${program}.dpkg-new`, 'new');
  await rename(`${program}.dpkg-new`, program);
}

it('a program that was replaced is started anew, once', async () => {
  await replace();
  await vi.waitFor(() => expect(restarts).toBe(1), WAIT);
  await replace();
  await writeFile(`${program}.other`, '');
  expect(restarts).toBe(1);
});

it('somebody who needs it is waited for', async () => {
  busy = true;
  await replace();
  await vi.waitFor(() => expect(looked).toBeGreaterThan(2), WAIT);
  expect(restarts).toBe(0);
  busy = false;
  await vi.waitFor(() => expect(restarts).toBe(1), WAIT);
});

it('one that was removed ends, as soon as nobody needs it', async () => {
  busy = true;
  await rm(program);
  await vi.waitFor(() => expect(looked).toBeGreaterThan(2), WAIT);
  expect(ends).toBe(0);
  busy = false;
  await vi.waitFor(() => expect(ends).toBe(1), WAIT);
  expect(restarts).toBe(0);
});

it('one that is there again goes on in the new one', async () => {
  busy = true;
  await rm(program);
  await vi.waitFor(() => expect(looked).toBeGreaterThan(2), WAIT);
  await replace();
  busy = false;
  await vi.waitFor(() => expect(restarts).toBe(1), WAIT);
  expect(ends).toBe(0);
});
