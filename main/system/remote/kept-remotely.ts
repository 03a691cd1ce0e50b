import { isReplaced, type EntryStatus } from '../../domain/is-replaced.js';
import type { ChangedEntry } from '../../engine/ports.js';
import type { StorePaths } from '../store/store-paths.js';
import type { RemoteMachine } from './remote-machine.js';

/** More names than these rsync compares sooner than they are sent twice. */
const MANY = 20_000;

const DESCRIBE = String.raw`
cd -- "$1" || exit
xargs -0 -r stat --printf '%f %s %Y %n\0' --
`;
/** xargs(1): stat could not look at some of them. */
const NOT_ALL = 123;
/** What stat(1) says of each, on a line of its own: it quotes names that have several. */
const NOT_THERE = /: (No such file or directory|Not a directory)$/gm;

/** As keptInodes(), on the other side. */
export async function keptRemotely(
  machine: Pick<RemoteMachine, 'script'>,
  { latest }: Pick<StorePaths, 'latest'>,
  entries: readonly ChangedEntry[],
): Promise<readonly Uint8Array[]> {
  const asked = entries.filter(({ kind }) => kind !== 'directory');
  if (asked.length === 0) return [];
  if (asked.length > MANY) return asked.map(({ name }) => name);
  const input = Buffer.concat(asked.flatMap(({ name }) => [HERE, name, END]));
  const { output, complaint } = await machine.script(DESCRIBE, [latest], latest, {
    input,
    expected: [NOT_ALL],
  });
  const there = statusesIn(output);
  const missing = asked.length - there.size;
  // What cannot be looked at is for rsync to compare.
  const isSure = (complaint.match(NOT_THERE)?.length ?? 0) === missing;
  const willBeReplaced = (entry: ChangedEntry): boolean => {
    const status = there.get(Buffer.from(entry.name).toString('latin1'));
    return status === undefined ? isSure : isReplaced(entry, status);
  };
  return asked.filter((entry) => !willBeReplaced(entry)).map(({ name }) => name);
}

const HERE = Buffer.from('./');
const END = Buffer.from([0]);

/** By their names; one character a byte. */
function statusesIn(output: Buffer): ReadonlyMap<string, EntryStatus> {
  const records = output.toString('latin1').split('\0').slice(0, -1);
  return new Map(
    records.map((record) => {
      const [mode = '', size = '', modified = ''] = record.split(' ', 3);
      const name = record.slice(mode.length + size.length + modified.length + 3 + HERE.length);
      const kind = kindOf(Number.parseInt(mode, 16));
      return [name, { kind, size: Number(size), modified: Number(modified) }] as const;
    }),
  );
}

/** inode(7) */
const TYPE_OF_FILE = 0o170000;
const KINDS: Readonly<Record<number, EntryStatus['kind']>> = {
  0o100000: 'file',
  0o040000: 'directory',
  0o120000: 'symlink',
};

function kindOf(mode: number): EntryStatus['kind'] {
  return KINDS[mode & TYPE_OF_FILE] ?? 'special';
}
