import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseCommandLine } from '../../main/cli/command-line.js';
import { runCommandLine } from '../support/command-line.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

describe('a command line about snapshots', () => {
  it.each([
    [['--browse', 'S', 'D', 'a/b'], { kind: 'browse', snapshot: 'S', path: 'a/b' }],
    [['--versions=a', 'D'], { kind: 'versions', path: 'a' }],
    [['--diff=A', 'D'], { kind: 'diff', before: 'A', after: 'newest' }],
    [['--diff=A', 'D', 'B'], { kind: 'diff', before: 'A', after: 'B' }],
    [['--search', '*.odt', 'D'], { kind: 'search', pattern: '*.odt' }],
    [['--pin=S', 'D'], { kind: 'mark', snapshot: 'S', pinned: true }],
    [['--unpin=S', 'D'], { kind: 'mark', snapshot: 'S', pinned: false }],
    [['--note=S', 'D', 'the house'], { kind: 'note', snapshot: 'S', note: 'the house' }],
    [['--note=S', 'D'], { kind: 'note', snapshot: 'S', note: '' }],
    [['--remove=S', 'D', 'T'], { kind: 'remove', snapshots: ['S', 'T'] }],
    [
      ['--restore=S', 'D', '/target', 'a', 'b', '--conflict=replace'],
      {
        ...{ kind: 'restore', snapshot: 'S', target: '/target', paths: ['a', 'b'] },
        ...{ conflict: 'replace', inPlace: false },
      },
    ],
  ])('%j', (args, verb) => {
    expect(parseCommandLine(args)).toMatchObject({ destination: 'D', verb });
  });

  it.each([
    [['--pin=a', '--unpin=a', 'D'], /cannot be used together/],
    [['--restore=a', 'D'], /needs a directory to restore to/],
    [['--versions=a', 'D', 'b'], /“b” is too much/],
    [['--browse=', 'D'], /needs an argument/],
    [['--conflict=replace', 'D'], /is for --restore/],
    [['--restore=a', 'D', 'T', '--conflict=maybe'], /is no rule/],
    [['--remove=a', 'D', '--dry-run'], /has no --dry-run/],
  ])('%j is refused', (args, message) => {
    expect(() => parseCommandLine(args)).toThrow(message);
  });
});

describe('the snapshots of a destination', () => {
  async function twoSnapshots() {
    const path = await temporaryDirectory();
    const [source, latest] = [join(path, 'source'), join(path, 'backup/latest')];
    const [target, parent] = [join(path, 'target'), join(path, 'backup')];
    for (const directory of [join(source, 'letters'), target, parent]) {
      await mkdir(directory, { recursive: true });
    }
    const call = async (...args: readonly string[]) => {
      const { exitCode, stdout, stderr } = await runCommandLine(['--no-sudo', ...args], {
        json: false,
      });
      return { exitCode, text: stdout, complaint: stderr };
    };
    await writeFile(join(source, 'letters/aunt'), 'one\n');
    await call('--backup', '--snapshot', source, latest);
    await writeFile(join(source, 'letters/aunt'), 'second\n');
    await writeFile(join(source, 'plan'), 'x\n');
    await call('--backup', '--snapshot', source, latest);
    const all = await readdir(parent);
    const names = all.filter((name) => /^\d/.test(name)).sort() as [string, string];
    return { source, latest, target, parent, names, call };
  }

  it('are browsed, compared and searched', async () => {
    const { latest, names, call } = await twoSnapshots();
    expect((await call('--browse=newest', latest)).text).toMatch(/ letters\n.* plan\n$/);
    expect((await call(`--browse=${names[0]}`, latest, 'letters')).text).toContain(' aunt\n');
    expect((await call('--versions=letters/aunt', latest)).text.trim().split('\n')).toHaveLength(2);
    const { text } = await call(`--diff=${names[0]}`, latest);
    expect(text).toMatch(/^~ +7 bytes {2}letters\/aunt\n\+ +2 bytes {2}plan\n$/);
    expect((await call('--search=AUN', latest)).text).toMatch(/ letters\/aunt\n$/);
    expect((await call('--versions=nothing', latest)).exitCode).toBe(1);
  });

  it('are restored from, everything or what is named', async () => {
    const { latest, target, names, call } = await twoSnapshots();
    const first = await call(`--restore=${names[0]}`, latest, target, 'letters/aunt');
    expect(first).toMatchObject({ exitCode: 0, text: 'Restored aunt\n' });
    expect(await readFile(join(target, 'aunt'), 'utf8')).toBe('one\n');
    const preview = await call('--dry-run', '--restore=newest', latest, target);
    expect(preview.text).toMatch(/^Would find 2 missing, 0 different, 0 the same/);
    await call('--restore=newest', latest, target);
    expect((await readdir(target)).sort()).toEqual(['aunt', 'letters', 'plan']);
    expect((await call('--restore=newest', latest, target)).text).toBe(
      'Everything is there already.\n',
    );
  });

  it('are restored from to where things were', async () => {
    const { source, latest, call } = await twoSnapshots();
    await rm(join(source, 'letters'), { recursive: true });
    await call('--in-place', '--restore=newest', latest, source, 'letters/aunt');
    expect(await readFile(join(source, 'letters/aunt'), 'utf8')).toBe('second\n');
  });

  it('are pinned, noted and removed', async () => {
    const { latest, parent, names, call } = await twoSnapshots();
    expect((await call(`--pin=${names[0]}`, latest)).exitCode).toBe(0);
    await call(`--note=${names[0]}`, latest, 'before the move');
    expect((await call('--list', latest)).text).toContain('pinned  “before the move”');
    const refused = await call(`--remove=${names[0]}`, latest);
    expect(refused).toMatchObject({ exitCode: 1 });
    expect(refused.complaint).toContain('is pinned');
    await call(`--unpin=${names[0]}`, latest);
    expect((await call(`--remove=${names[0]}`, latest)).exitCode).toBe(0);
    expect((await readdir(parent)).filter((name) => /^\d/.test(name))).toEqual([names[1]]);
  });

  it('are told as JSON, and what goes wrong too', async () => {
    const { latest, names, call } = await twoSnapshots();
    const found = await call('--json', '--search=aunt', latest);
    expect(JSON.parse(found.text)).toEqual({
      ...{ event: 'found', path: 'letters/aunt', isDirectory: false },
      ...{ first: names[0], last: names[1] },
    });
    const wrong = await call('--json', '--browse=1999', latest);
    expect(JSON.parse(wrong.text)).toMatchObject({ event: 'error', code: 'snapshot-missing' });
  });
});
