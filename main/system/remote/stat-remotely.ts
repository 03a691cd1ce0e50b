import type { EntryStatus } from '../../domain/is-replaced.js';
import type { RemoteMachine } from './remote-machine.js';

export interface RemoteStatus extends EntryStatus {
  /** As it was asked for; one character a byte. */
  readonly name: string;
  /** Names of the inode. */
  readonly links: number;
  /** Of 512 bytes. */
  readonly blocks: number;
}

/** stat(1): `81a4 SIZE MODIFIED LINKS BLOCKS ./NAME` */
const SCRIPT = String.raw`
cd -- "$1" || exit
xargs -0 -r stat --printf '%f %s %Y %h %b %n\0' --
`;
/** xargs(1): stat could not look at some of them. */
export const NOT_ALL = 123;

/**
 * Looks at entries on the other side, and follows no symbolic link that is one.
 *
 * @param names relative to the directory
 * @param expected NOT_ALL: those that could not be looked at are left out, and stat's complaint is for the caller to judge
 * @throws BackupError where one of them could not be looked at, which was not expected
 */
export async function statRemotely(
  machine: Pick<RemoteMachine, 'script'>,
  directory: string,
  names: readonly Uint8Array[],
  expected: readonly (typeof NOT_ALL)[] = [],
): Promise<{ readonly statuses: readonly RemoteStatus[]; readonly complaint: string }> {
  const input = Buffer.concat(names.flatMap((name) => [HERE, name, END]));
  const options = { input, expected };
  const { output, complaint } = await machine.script(SCRIPT, [directory], directory, options);
  const records = output.toString('latin1').split('\0').slice(0, -1);
  return { statuses: records.map(parseRecord), complaint };
}

/** A name may begin like an option. */
const HERE = Buffer.from('./');
const END = Buffer.from([0]);

function parseRecord(record: string): RemoteStatus {
  const fields = record.split(' ', 5);
  const [mode = '', size = '', modified = '', links = '', blocks = ''] = fields;
  return {
    name: record.slice(fields.join(' ').length + 1 + HERE.length),
    kind: kindOf(Number.parseInt(mode, 16)),
    size: Number(size),
    modified: Number(modified),
    links: Number(links),
    blocks: Number(blocks),
  };
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
