import { chmod, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { CancelledError } from '../../main/shared/backup-error.js';
import { systemClock } from '../../main/system/clock.js';
import { lookForChanges } from '../../main/system/look-for-changes.js';
import { createTools, type Tools } from '../../main/system/tools.js';
import { privateNamespace } from '../support/private-namespace.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

const TOOLS = createTools(null);
const LONG_AGO = new Date(0);
/** Milliseconds: the kernel's time stamps are coarse. */
const A_MOMENT = 50;

const FILES = ['a', 'd/b', 'd/e/c', 'd/e/f/g', 'd/e/f/h/i/j/k', 'l/m/n', 'o\np/q\nr/s\nt', 'u/v'];

it('finds what changed at any depth, and nothing else', async () => {
  const source = await tree(FILES);
  for (const name of FILES) {
    const since = await aMomentLater();
    await chmod(join(source, name), 0o600);
    expect(await changed(source, since)).toEqual([name]);
  }
});

it('finds names that are no UTF-8, above and below the directories that are gone through side by side', async () => {
  const source = await tree([]);
  const odd = (name: string): Buffer => Buffer.from(name, 'latin1');
  const inside = (name: string): Buffer => Buffer.concat([Buffer.from(`${source}/`), odd(name)]);
  await mkdir(inside('\xff/\xfe/\xfd'), { recursive: true });
  const since = await aMomentLater();
  await writeFile(inside('\xff/\xfe/\xfd/\xfc'), '');
  expect(await changed(source, since)).toEqual(['\xff/\xfe/\xfd', '\xff/\xfe/\xfd/\xfc']);
});

it('takes everything below a directory that was moved, however old it is', async () => {
  const source = await tree(FILES);
  const since = await aMomentLater();
  await rename(join(source, 'd/e/f'), join(source, 'l/m/f'));
  expect(await changed(source, since)).toEqual(
    ['d/e', 'l/m', 'l/m/f', 'l/m/f/g', 'l/m/f/h', 'l/m/f/h/i', 'l/m/f/h/i/j'].concat(
      'l/m/f/h/i/j/k',
    ),
  );
});

it('may begin before it is known since when changes matter', async () => {
  const source = await tree(FILES);
  const since = await aMomentLater();
  await chmod(join(source, 'd/e/f/g'), 0o600);
  const look = lookForChanges(source, LONG_AGO, TOOLS, new AbortController().signal);
  await look.ended;
  expect(names(await look.changedSince(since))).toEqual(['d/e/f/g']);
  expect(names(await look.changedSince(LONG_AGO))).toEqual(
    expect.arrayContaining(['a', 'd', 'd/e/f/h/i/j/k', 'u/v']),
  );
});

it.each(['o', 'd/x', 'd/e/x', 'd/e/f/x'])(
  'does not enter another file system that is mounted at %j',
  async (point) => {
    const source = await tree([...FILES, `${point}/under`]);
    const namespace = await privateNamespace();
    await namespace.run('mount', ['-t', 'tmpfs', 'tmpfs', join(source, point)]);
    await namespace.run('mkdir', ['-p', join(source, point, 'p/q')]);
    await namespace.run('touch', [join(source, point, 'p/q/r'), join(source, point, 's')]);
    const found = await changed(source, LONG_AGO, inNamespace(namespace.enter));
    expect(found.filter((name) => name.startsWith(`${point}/`))).toEqual([]);
    expect(found).toContain('d/e/f/h/i/j/k');
  },
);

it('ends when nobody wants to know any more', async () => {
  const source = await tree(FILES);
  const stop = new AbortController();
  const look = lookForChanges(source, LONG_AGO, TOOLS, stop.signal);
  stop.abort();
  await look.ended;
  await expect(look.changedSince(LONG_AGO)).rejects.toThrow(CancelledError);
});

async function tree(files: readonly string[]): Promise<string> {
  const source = join(await temporaryDirectory(), 'source');
  await mkdir(source);
  for (const file of files) {
    await mkdir(join(source, file, '..'), { recursive: true });
    await writeFile(join(source, file), '');
  }
  return source;
}

async function aMomentLater(): Promise<Date> {
  await sleep(A_MOMENT);
  const now = systemClock.now();
  await sleep(A_MOMENT);
  return now;
}

async function changed(source: string, since: Date, tools = TOOLS): Promise<readonly string[]> {
  const look = lookForChanges(source, since, tools, new AbortController().signal);
  return names(await look.changedSince(since));
}

function names(entries: readonly { readonly name: Uint8Array }[]): readonly string[] {
  return entries.map(({ name }) => Buffer.from(name).toString('latin1')).sort();
}

function inNamespace([enter, ...before]: readonly [string, ...string[]]): Tools {
  return {
    ...TOOLS,
    run: (program, args, options) => TOOLS.run(enter, [...before, program, ...args], options),
  };
}
