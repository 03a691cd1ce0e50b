import { isReplaced } from '../../domain/is-replaced.js';
import type { ChangedEntry } from '../../engine/ports.js';
import type { StorePaths } from '../store/store-paths.js';
import type { RemoteMachine } from './remote-machine.js';
import { NOT_ALL, statRemotely } from './stat-remotely.js';

/** More names than these rsync compares sooner than they are sent twice. */
const MANY = 20_000;

/** What stat(1) says of each, on a line of its own: it quotes names that have several. */
const NOT_THERE = /: (No such file or directory|Not a directory)$/gm;

/** As keptInodes(), on the other side. */
export async function keptRemotely(
  machine: Pick<RemoteMachine, 'script'>,
  { latest }: Pick<StorePaths, 'latest'>,
  entries: readonly ChangedEntry[],
): Promise<readonly Uint8Array[]> {
  const asked = entries.filter(({ kind }) => kind !== 'directory');
  const names = asked.map(({ name }) => name);
  if (names.length === 0 || names.length > MANY) return names;
  const { statuses, complaint } = await statRemotely(machine, latest, names, [NOT_ALL]);
  const there = new Map(statuses.map((status) => [status.name, status]));
  const missing = asked.length - there.size;
  // What cannot be looked at is for rsync to compare.
  const isSure = (complaint.match(NOT_THERE)?.length ?? 0) === missing;
  const willBeReplaced = (entry: ChangedEntry): boolean => {
    const status = there.get(Buffer.from(entry.name).toString('latin1'));
    return status === undefined ? isSure : isReplaced(entry, status);
  };
  return asked.filter((entry) => !willBeReplaced(entry)).map(({ name }) => name);
}
