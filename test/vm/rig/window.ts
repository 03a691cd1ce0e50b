import { chromium, type Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { freePort } from '../../support/free-port.js';
import type { GuestShell } from './guest-shell.js';

const LIMIT_MS = 120_000;

/** The window of the application in the guest, which was started with `--remote-debugging-port=PORT`. */
export async function windowAt(root: GuestShell, port: number): Promise<Page> {
  const here = await freePort();
  await root.forward(here, port);
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${here}`, { timeout: LIMIT_MS });
  onTestFinished(() => browser.close());
  const [context] = browser.contexts();
  if (context === undefined) throw new Error('The application shows nothing.');
  context.setDefaultTimeout(LIMIT_MS);
  return context.pages()[0] ?? context.waitForEvent('page');
}
