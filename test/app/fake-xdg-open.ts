import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestHome } from './test-application.js';

export interface FakeXdgOpen {
  /** What it was asked to open, in that order. */
  readonly asked: () => Promise<readonly string[]>;
  /** The environment that it had at last. */
  readonly environment: () => Promise<readonly string[]>;
}

/** A fake: writes down what it is asked to open, and ends with `exitCode`. */
export async function fakeXdgOpen(home: TestHome, exitCode = 0): Promise<FakeXdgOpen> {
  const program = join(home.path, 'bin/xdg-open');
  const lines = ['printf "%s\\n" "$1" >> "$0.asked"', 'env > "$0.environment"', `exit ${exitCode}`];
  await mkdir(join(home.path, 'bin'), { recursive: true });
  await writeFile(program, ['#!/bin/sh', ...lines, ''].join('\n'));
  await writeFile(`${program}.asked`, '');
  await chmod(program, 0o755);
  const linesOf = async (path: string): Promise<readonly string[]> =>
    (await readFile(path, 'utf8')).split('\n').slice(0, -1);
  return {
    asked: () => linesOf(`${program}.asked`),
    environment: () => linesOf(`${program}.environment`),
  };
}
