import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, stat, utimes } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from '../../support/run-program.js';
import { errorCode } from '../../../main/system/error-code.js';
import { systemClock } from '../../../main/system/clock.js';

/** The one in use, and one for whoever goes back and forth between two versions; one of states is 2 GB. */
const KEPT = 2;

/** Longer than any build takes: a partial one this old was interrupted. */
const ABANDONED_MS = 3_600_000;

/**
 * A directory that `build` fills, once for everything that `inputs` says; later invocations take it as it is.
 * It is renamed when it is whole, so neither an interrupted build nor two at once leave half of one.
 */
export async function cached(
  kind: string,
  inputs: readonly string[],
  build: (directory: string) => Promise<void>,
): Promise<string> {
  const cache = cacheDirectory();
  const hash = createHash('sha256').update(JSON.stringify(inputs)).digest('hex').slice(0, 16);
  const path = join(cache, `${kind}-${hash}`);
  await mkdir(cache, { recursive: true });
  await buildOnce(path, build);
  const now = systemClock.now();
  await utimes(path, now, now);
  await removeOld(cache, kind);
  return path;
}

/** A directory that `build` fills, unless it is there. */
export async function buildOnce(
  path: string,
  build: (directory: string) => Promise<void>,
): Promise<void> {
  if (existsSync(path)) return;
  const partial = await mkdtemp(`${path}.partial-`);
  try {
    await build(partial);
    await renameUnlessThere(partial, path);
  } finally {
    await remove(partial);
  }
}

function cacheDirectory(): string {
  const base = process.env['XDG_CACHE_HOME'] ?? '';
  return join(base === '' ? join(homedir(), '.cache') : base, 'rsync-system-backup/vm');
}

async function renameUnlessThere(partial: string, path: string): Promise<void> {
  try {
    await rename(partial, path);
  } catch (error) {
    // Another invocation was faster, and made the same.
    if (!existsSync(path)) throw error;
  }
}

async function removeOld(cache: string, kind: string): Promise<void> {
  const names = (await readdir(cache)).filter((name) => name.startsWith(`${kind}-`));
  const entries = await Promise.all(
    names.map(async (name) => ({ name, used: await lastUse(join(cache, name)) })),
  );
  const isPartial = ({ name }: { readonly name: string }): boolean => name.includes('.partial-');
  const whole = entries.filter((entry) => !isPartial(entry)).sort((a, b) => b.used - a.used);
  const abandoned = entries
    .filter(isPartial)
    .filter(({ used }) => systemClock.now().getTime() - used > ABANDONED_MS);
  for (const { name } of [...whole.slice(KEPT), ...abandoned]) await remove(join(cache, name));
}

async function lastUse(path: string): Promise<number> {
  try {
    return (await stat(path)).mtimeMs;
  } catch (error) {
    // Another invocation has removed or renamed it meanwhile.
    if (errorCode(error) === 'ENOENT') return 0;
    throw error;
  }
}

/** A root directory holds what only root may remove, and was never mounted on: mmdebstrap cleans up after itself. */
async function remove(path: string): Promise<void> {
  await runProgram('rm', ['--recursive', '--force', '--one-file-system', '--', path]);
}
