import type { EntryStatus } from '../domain/is-replaced.js';
import type { ChangedEntry } from '../engine/ports.js';
import { BackupError } from '../shared/backup-error.js';
import type { Tools } from './tools.js';

/**
 * Everything below `path` whose attributes may have changed since `since`.
 *
 * Each change of mode, owner, ACL or extended attribute moves the change time. A directory that was renamed brings entries
 * with old change times to a new name; the rename moves its own change time and that of the directory around it. So
 * of a directory whose change time moved together with its parent's, everything below is taken.
 */
export async function changedEntries(
  path: string,
  since: Date,
  tools: Tools,
  signal: AbortSignal,
): Promise<readonly ChangedEntry[]> {
  const root = toBytes(path);
  const seconds = String(since.getTime() / 1000);
  const changed = await find(root, [''], ['-newerct', `@${seconds}`], tools, signal);
  const moved = outermost(movedDirectories(changed));
  const below = moved.length === 0 ? [] : await find(root, moved, [], tools, signal);
  const entries = new Map([...changed, ...below].map((entry) => [entry.name, entry]));
  entries.delete('');
  return [...entries.values()].map((entry) => ({
    ...entry,
    name: Buffer.from(entry.name, 'latin1'),
  }));
}

/** Bytes as Latin-1, one character a byte: names need not be UTF-8. */
interface Entry extends EntryStatus {
  /** Relative to the root; the root itself is empty. */
  readonly name: string;
}

async function find(
  root: string,
  starts: readonly string[],
  tests: readonly string[],
  tools: Tools,
  signal: AbortSignal,
): Promise<readonly Entry[]> {
  const input = Buffer.from(starts.map((start) => `${root}/${start}\0`).join(''), 'latin1');
  const args = ['-files0-from', '-', '-xdev', ...tests, '-printf', '%y %s %T@ %p\\0'];
  const { output, exitCode, complaint } = await tools.run('find', args, { signal, input });
  // 1: some directories could not be read. rsync cannot read them either, and says so.
  if (exitCode > 1) throw findFailed(complaint);
  return output
    .toString('latin1')
    .split('\0')
    .filter((record) => record !== '')
    .map((record) => parseRecord(record, root));
}

/** find(1), -printf: kind, size, modification time and path, with one space between them. */
function parseRecord(record: string, root: string): Entry {
  const [kind = '', size = '', modified = ''] = record.split(' ', 3);
  const path = record.slice(kind.length + size.length + modified.length + 3);
  return {
    name: path.slice(root.length + 1),
    kind: KINDS[kind] ?? 'special',
    size: Number(size),
    modified: Number(modified),
  };
}

const KINDS: Readonly<Record<string, EntryStatus['kind']>> = {
  f: 'file',
  d: 'directory',
  l: 'symlink',
};

function toBytes(path: string): string {
  return Buffer.from(path === '/' ? '' : path).toString('latin1');
}

function movedDirectories(changed: readonly Entry[]): readonly string[] {
  const directories = new Set(
    changed.filter(({ kind }) => kind === 'directory').map(({ name }) => name),
  );
  return [...directories].filter((name) => name !== '' && directories.has(parentOf(name)));
}

function outermost(names: readonly string[]): readonly string[] {
  const all = new Set(names);
  return names.filter((name) => !ancestors(name).some((ancestor) => all.has(ancestor)));
}

function ancestors(name: string): readonly string[] {
  const parent = parentOf(name);
  return parent === '' ? [] : [parent, ...ancestors(parent)];
}

function parentOf(name: string): string {
  return name.slice(0, Math.max(name.lastIndexOf('/'), 0));
}

function findFailed(detail: string): BackupError {
  return new BackupError({
    code: 'source-unreadable',
    title: 'What changed in the source could not be found out.',
    advice: 'The details say what stands in the way.',
    detail,
  });
}
