import { chmod, lutimes, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ChangedEntry } from '../../main/engine/ports.js';
import { keptRemotely } from '../../main/system/remote/kept-remotely.js';
import { localMachine } from '../support/local-machine.js';
import { requireRoot } from '../support/require-root.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

const TIME = 1_700_000_000;

describe('of what changed in the source rsync may change in place', () => {
  it.each<[string, string, Partial<ChangedEntry>, boolean]>([
    ['a file of the same size and time', 'file', {}, true],
    ['a file of another size', 'file', { size: 4 }, false],
    ['a file of another time', 'file', { modified: TIME + 2 }, false],
    ['a file of a time that rsync may take for the same', 'file', { modified: TIME + 1.5 }, true],
    ['a symbolic link', 'link', { kind: 'symlink', modified: TIME + 100 }, true],
    ['a link that was a file', 'file', { kind: 'symlink' }, false],
    ['a directory', 'directory', { kind: 'directory' }, false],
    ['a fifo that was a file', 'file', { kind: 'special' }, false],
    ['a file that is new', 'missing', {}, false],
    ['a file below what was a file', 'file/below', {}, false],
    ['a file of an odd name', 'o \n\\d', {}, true],
    ['a file whose name is no UTF-8', '\xff', {}, true],
    ['a file whose name begins like an option', '-f', {}, true],
  ])('%s (%j)', async (_, name, facts, isKept) => {
    const latest = await directoryOf(['file', 'o \n\\d', '\xff', '-f']);
    await symlink('elsewhere', join(latest, 'link'));
    await mkdir(join(latest, 'directory'));
    const kept = await keptRemotely(localMachine(), { latest }, [
      entry(name, facts),
      entry('file'),
    ]);
    const expected = [...(isKept ? [name] : []), 'file'];
    expect(kept.map((one) => Buffer.from(one).toString('latin1'))).toEqual(expected);
  });

  it('everything that cannot be looked at, and what is missing then', async () => {
    requireRoot();
    const latest = await directoryOf(['a']);
    await mkdir(join(latest, 'closed'));
    await writeFile(join(latest, 'closed/b'), '');
    await chmod(join(latest, 'closed'), 0o700);
    const nobody = localMachine(
      'setpriv',
      '--reuid',
      'nobody',
      '--regid',
      'nogroup',
      '--clear-groups',
    );
    const entries = [entry('a', { size: 4 }), entry('closed/b', { size: 4 }), entry('missing')];
    const kept = await keptRemotely(nobody, { latest }, entries);
    expect(kept.map(String)).toEqual(['closed/b', 'missing'].map((name) => String(bytes(name))));
  });

  it('all of very many, of which nobody is asked', async () => {
    const entries = Array.from({ length: 20_001 }, (_, index) => entry(String(index)));
    const nobody = { script: () => Promise.reject(new Error('It was asked.')) };
    expect(await keptRemotely(nobody, { latest: '/nowhere' }, entries)).toHaveLength(20_001);
  });

  it('nothing where nothing changed but directories, of which nobody is asked', async () => {
    const nobody = { script: () => Promise.reject(new Error('It was asked.')) };
    const entries = [entry('d', { kind: 'directory' })];
    expect(await keptRemotely(nobody, { latest: '/nowhere' }, entries)).toEqual([]);
  });
});

function entry(name: string, facts: Partial<ChangedEntry> = {}): ChangedEntry {
  return { name: bytes(name), kind: 'file', size: 3, modified: TIME, ...facts };
}

function bytes(name: string): Buffer {
  return Buffer.from(name, 'latin1');
}

/** Readable by everybody. */
async function directoryOf(names: readonly string[]): Promise<string> {
  const directory = join(await temporaryDirectory(), 'latest');
  await mkdir(directory);
  for (const path of [join(directory, '..'), directory]) await chmod(path, 0o755);
  for (const name of names) {
    const path = Buffer.concat([Buffer.from(`${directory}/`), bytes(name)]);
    await writeFile(path, 'one');
    await lutimes(path, TIME, TIME);
  }
  return directory;
}
