import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { runProgram } from './run-program.js';

/** Of this test alone, open to every user, and gone when it ends; what is still mounted in it stays untouched. */
export async function temporaryDirectory(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'rsync-system-backup-test-'));
  await chmod(path, 0o755);
  onTestFinished(async () => {
    await runProgram('rm', ['--recursive', '--force', '--one-file-system', '--', path]);
  });
  return path;
}
