import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { restartWhenReplaced } from '../../electron/upgrade/restart-when-replaced.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

const WAIT = { timeout: 30_000, interval: 10 };

let program: string;
let busy: boolean;
let looked: number;
let restarts: number;

beforeEach(async () => {
  program = join(await temporaryDirectory(), 'app.mjs');
  await writeFile(program, 'old');
  [busy, looked, restarts] = [false, 0, 0];
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

it('one that was removed goes on until it is there again', async () => {
  await rm(program);
  await replace();
  await vi.waitFor(() => expect(restarts).toBe(1), WAIT);
});
