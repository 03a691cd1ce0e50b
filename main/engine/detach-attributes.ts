import { isSameSource, trustedSince } from '../domain/change-history.js';
import { displayName } from '../shared/display-name.js';
import { parseItemizedChange } from '../domain/itemized-change.js';
import type { TransferPlan } from '../domain/rsync-arguments.js';
import type { EarlyLook } from './early-look.js';
import type { ChangedEntry, Store } from './ports.js';
import type { RunContext } from './run-context.js';
import type { OpenRecord } from './run-records.js';
import { transferFailure } from './transfer-failure.js';

/**
 * Keeps old snapshots as they are. rsync replaces a file whose contents changed, but applies a change of mode, owner, ACL or
 * extended attribute in place, to the inode that `latest` shares with the snapshots. Such files get inodes of
 * their own first.
 *
 * @param early what has begun already; null: nothing has
 * @returns what changed in the source since the last complete run; null: nobody knows
 */
export async function detachAttributes(
  context: RunContext,
  store: Store,
  plan: TransferPlan,
  record: OpenRecord,
  early: EarlyLook | null,
): Promise<readonly ChangedEntry[] | null> {
  const isShared = await sharesInodes(store);
  const since = isShared ? await changesMatterSince(context, record) : null;
  if (since === null) await early?.stop();
  if (!isShared) return null;
  context.enter('detach');
  const changed = since === null ? null : await changedSince(since, context, record, early);
  const candidates = changed === null ? null : await store.keptInodes(changed, context.signal);
  if (candidates?.length === 0) return changed;
  const names: string[] = [];
  const onChange = (line: string): void => {
    const change = parseItemizedChange(line);
    if (change?.attributesOnly === true) names.push(change.name);
  };
  const { transfer } = context.ports;
  const result = await transfer.compare(plan, candidates, { onChange }, context.signal);
  const failure = await transferFailure(context, store, plan, result);
  if (failure !== null) throw failure;
  if (names.length === 0) return changed;
  const { left } = await store.detach(names, context.signal);
  if (left.length > 0) warnOfChangesInPlace(context, left.map(displayName));
  return changed;
}

async function sharesInodes(store: Store): Promise<boolean> {
  return (await store.snapshotMethod()) === 'hard-links' && (await store.snapshots()).length > 0;
}

/** null: nobody knows, so that everything is compared. */
async function changesMatterSince(
  { description, ports }: RunContext,
  { runs, start, source, boot }: OpenRecord,
): Promise<Date | null> {
  const since = trustedSince(runs, source, start, boot);
  if (since === null || description.multiFs) return null;
  return (await ports.source.hasReliableChangeTimes(source.path)) ? since : null;
}

async function changedSince(
  since: Date,
  { ports, signal }: RunContext,
  { source }: OpenRecord,
  early: EarlyLook | null,
): Promise<readonly ChangedEntry[]> {
  const isEnough =
    early !== null && isSameSource(early.source, source) && early.look.earliest <= since;
  const look = isEnough ? early.look : ports.source.lookForChanges(source.path, since, signal);
  return look.changedSince(since);
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
