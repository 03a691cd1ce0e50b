import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { expect } from 'vitest';
import type { TestHome } from './test-application.js';

const electronPath = createRequire(import.meta.url)('electron') as string;

/** Settles when the second instance has handed over to the first and ended. */
export async function startSecondInstance(
  home: TestHome,
  ...args: readonly string[]
): Promise<void> {
  const second = spawn(electronPath, ['--no-sandbox', '.', ...args], {
    env: { ...process.env, ...home.environment },
    stdio: 'ignore',
  });
  const [code] = (await once(second, 'exit')) as [number | null];
  expect(code).toBe(0);
}
