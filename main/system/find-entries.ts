import type { EntryStatus } from '../domain/is-replaced.js';
import { BackupError } from '../shared/backup-error.js';
import type { Tools } from './tools.js';

export interface FoundEntry extends EntryStatus {
  /** Relative to the root, which is empty itself. Bytes as Latin-1, one character a byte: names need not be UTF-8. */
  readonly name: string;
  /** Of its file system. */
  readonly device: string;
}

/** What one find(1) has printed, as long as nobody wants to know it: it may be far too much. */
export type Findings = Buffer;

/** Change time in seconds since 1970, device, kind, size, modification time and path, with one space between them. */
const FORMAT = '%C@ %D %y %s %T@ %p\\0';

/**
 * Runs find(1), which stays on the file system of each start.
 *
 * @param starts relative to the root
 * @throws BackupError `source-unreadable`
 */
export async function findEntries(
  root: string,
  starts: readonly string[],
  expression: readonly string[],
  tools: Tools,
  signal: AbortSignal,
): Promise<Findings> {
  const input = Buffer.from(starts.map((start) => `${root}/${start}\0`).join(''), 'latin1');
  const args = ['-files0-from', '-', '-xdev', ...expression, '-printf', FORMAT];
  const { output, exitCode, complaint } = await tools.run('find', args, { signal, input });
  // 1: some directories could not be read. rsync cannot read them either, and says so.
  if (exitCode > 1) throw findFailed(complaint);
  return output;
}

/** @param since seconds since 1970; what changed before is left out */
export function entriesIn(findings: Findings, root: string, since: number): readonly FoundEntry[] {
  const entries: FoundEntry[] = [];
  let start = 0;
  for (let end = findings.indexOf(0); end >= 0; end = findings.indexOf(0, start)) {
    const changed = findings.toString('latin1', start, findings.indexOf(SPACE, start));
    if (Number(changed) >= since) {
      entries.push(parseRecord(findings.toString('latin1', start, end), root));
    }
    start = end + 1;
  }
  return entries;
}

const SPACE = ' '.charCodeAt(0);

function parseRecord(record: string, root: string): FoundEntry {
  const fields = record.split(' ', 5);
  const [, device = '', kind = '', size = '', modified = ''] = fields;
  const path = record.slice(fields.join(' ').length + 1);
  return {
    name: path.slice(root.length + 1),
    device,
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

function findFailed(detail: string): BackupError {
  return new BackupError({
    code: 'source-unreadable',
    title: 'What changed in the source could not be found out.',
    advice: 'The details say what stands in the way.',
    detail,
  });
}
