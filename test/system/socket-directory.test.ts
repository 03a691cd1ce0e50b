import { execa } from 'execa';
import { mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { makeSocketDirectory } from '../../main/system/socket-directory.js';
import { failureOf, runCommandLine } from '../support/command-line.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

let parent: string;

beforeEach(async () => {
  parent = join(await temporaryDirectory(), 't');
  await mkdir(parent);
  vi.stubEnv('TMPDIR', parent);
});

afterEach(() => {
  vi.unstubAllEnvs();
});

/** As if another process had made it, and a socket had been in it. */
async function madeBy(pid: number): Promise<string> {
  const path = await makeSocketDirectory();
  const other = path.replace(`-${String(process.pid)}-`, `-${String(pid)}-`);
  if (other !== path) await rename(path, other);
  await writeFile(join(other, 'ssh'), '');
  return other;
}

async function deadProcess(): Promise<number> {
  const child = execa('true');
  await child;
  return child.pid ?? 0;
}

it('removes what killed runs have left, and nothing else', async () => {
  const left = await madeBy(await deadProcess());
  const used = await madeBy(1);
  // Who shares no processes with us may well have that number.
  const elsewhere = join(parent, basename(left).replace(/-\w+-(\d+)-/, '-elsewhere-$1-'));
  await mkdir(elsewhere);
  await mkdir(join(parent, 'rsync-system-backup-restores'));
  const made = await makeSocketDirectory();
  expect((await readdir(parent)).sort()).toEqual(
    [
      ...[used, elsewhere, made].map((path) => basename(path)),
      'rsync-system-backup-restores',
    ].sort(),
  );
});

it('leaves nothing behind where there is no ssh', async () => {
  const source = join(parent, '../source');
  await mkdir(source);
  const environment = { TMPDIR: parent, RSYNC_RSH: 'no-such-ssh' };
  const result = await runCommandLine([source, 'box:/backups/latest'], { environment });
  expect(failureOf(result)?.code).toBe('command-missing');
  expect(await readdir(parent)).toEqual([]);
});
