import { trustedSince } from '../domain/change-history.js';
import { displayName } from '../shared/display-name.js';
import { parseItemizedChange } from '../domain/itemized-change.js';
import type { TransferPlan } from '../domain/rsync-arguments.js';
import type { Store } from './ports.js';
import type { RunContext } from './run-context.js';
import type { OpenRecord } from './run-records.js';
import { transferFailure } from './transfer-failure.js';

/**
 * Keeps old snapshots as they are. rsync replaces a file whose contents changed, but applies a change of mode, owner, ACL or
 * extended attribute in place, to the inode that `latest` shares with the snapshots. Such files get inodes of
 * their own first.
 */
export async function detachAttributes(
  context: RunContext,
  store: Store,
  plan: TransferPlan,
  record: OpenRecord,
): Promise<void> {
  if ((await store.snapshotMethod()) !== 'hard-links') return;
  if ((await store.snapshots()).length === 0) return;
  context.enter('detach');
  const candidates = await findCandidates(context, store, record);
  if (candidates?.length === 0) return;
  const names: string[] = [];
  const onChange = (line: string): void => {
    const change = parseItemizedChange(line);
    if (change?.attributesOnly === true) names.push(change.name);
  };
  const { transfer } = context.ports;
  const result = await transfer.compare(plan, candidates, { onChange }, context.signal);
  const failure = await transferFailure(context, store, plan, result);
  if (failure !== null) throw failure;
  if (names.length === 0) return;
  const { left } = await store.detach(names, context.signal);
  if (left.length > 0) warnOfChangesInPlace(context, left.map(displayName));
}

/** null: everything, because nobody knows since when. */
async function findCandidates(
  { description, ports, signal }: RunContext,
  store: Store,
  { runs, start, source, boot }: OpenRecord,
): Promise<readonly Uint8Array[] | null> {
  const since = trustedSince(runs, source, start, boot);
  if (since === null || description.multiFs) return null;
  if (!(await ports.source.hasReliableChangeTimes(source.path))) return null;
  const changed = await ports.source.changedSince(source.path, since, signal);
  return store.keptInodes(changed, signal);
}

function warnOfChangesInPlace(context: RunContext, files: readonly string[]): void {
  const [only] = files;
  context.warn(
    'changed-in-place',
    files.length === 1
      ? `There was no room to keep the old owner, mode and attributes of “${only ?? ''}” in older snapshots.`
      : `There was no room to keep the old owners, modes and attributes of ${String(files.length)} files in older snapshots.`,
    files,
  );
}
