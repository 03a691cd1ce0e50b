import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { measureExcludes } from '../../main/system/measure-excludes.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

it('adds up what each preset would leave out, whatever the names are', async () => {
  const source = await temporaryDirectory();
  await mkdir(join(source, 'a\n1\tb/.cache'), { recursive: true });
  await writeFile(join(source, 'a\n1\tb/.cache/x'), 'x'.repeat(100));
  await writeFile(join(source, 'image.iso'), 'x'.repeat(50));
  await writeFile(join(source, 'letter.txt'), 'x'.repeat(9));
  const { sizes, complete } = await measureExcludes(source, new AbortController().signal);
  expect(complete).toBe(true);
  expect(sizes['machines']).toBe(50);
});

it('says when there was too much to look at', async () => {
  const source = await temporaryDirectory();
  expect(await measureExcludes(source, AbortSignal.abort())).toEqual({
    sizes: {},
    complete: false,
  });
});
