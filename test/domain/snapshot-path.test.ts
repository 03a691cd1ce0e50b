import { describe, expect, it } from 'vitest';
import { parseSnapshotPath } from '../../main/domain/snapshot-path.js';

describe('a path in a snapshot', () => {
  it.each([
    ['', []],
    ['home', ['home']],
    ['home/me/letter.odt', ['home', 'me', 'letter.odt']],
    ['...', ['...']],
    ['..a/.b', ['..a', '.b']],
    ['-rf', ['-rf']],
    ['new\\#012line', ['new\nline']],
    ['back\\slash', ['back\\slash']],
  ])('“%s” leads by its names', (path, names) => {
    expect(parseSnapshotPath(path)?.map((name) => Buffer.from(name).toString()) ?? null).toEqual(
      names,
    );
  });

  it.each([
    '/',
    '/home',
    'home/',
    'a//b',
    '.',
    '..',
    'a/../b',
    './a',
    'a\0b',
    'a\\#000',
    '\\#056',
    '\\#056.',
    'a\\#057b',
    'a'.repeat(256),
  ])('“%s” leads nowhere', (path) => {
    expect(parseSnapshotPath(path)).toBe(null);
  });
});
