import { trustedSince } from '../domain/change-history.js';
import { displayName } from '../shared/display-name.js';
import { parseItemizedChange } from '../domain/itemized-change.js';
import type { TransferPlan } from '../domain/rsync-arguments.js';
import type { RunRecord } from '../shared/run-record.js';
import type { Store } from './ports.js';
import type { RunContext } from './run-context.js';
import type { OpenRecord } from './run-records.js';
import { transferFailure } from './transfer-failure.js';

/**
 * Keeps old snapshots as they are. rsync replaces a file whose contents changed, but applies a change of mode, owner, ACL or
 * extended attribute in place, to the inode that `latest` shares with the snapshots. Such files get inodes of
 * their own first.
 *
 * @param early what has been looked for already; null: nothing has
 */
export async function detachAttributes(
  context: RunContext,
  store: Store,
  plan: TransferPlan,
  record: OpenRecord,
  early: EarlyLook | null,
): Promise<void> {
  if (!(await sharesInodes(store))) return;
  context.enter('detach');
  const isCurrent = early !== null && areSame(early.runs, record.runs);
  const candidates = await (isCurrent ? early.candidates : findCandidates(context, store, record));
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
type Candidates = readonly Uint8Array[] | null;

/** What may have to be detached, by the runs that were known when it was looked for. */
export interface EarlyLook {
  readonly runs: readonly RunRecord[];
  readonly candidates: Promise<Candidates>;
}

/**
 * Does `work`, and meanwhile looks for what may have to be detached where the destination is on another machine: that takes
 * the time of this one, and getting hold of the destination there takes the time of the line. A change between the two is as one
 * while rsync runs.
 */
export async function whileLookingForChanges(
  context: RunContext,
  store: Store,
  work: (early: EarlyLook | null) => Promise<void>,
): Promise<void> {
  const { description, ports } = context;
  const isLooking = store.host !== null && description.actions.backup;
  if (!isLooking || !(await sharesInodes(store))) {
    await work(null);
    return;
  }
  const stop = new AbortController();
  const signal = AbortSignal.any([context.signal, stop.signal]);
  const runs = await store.runs();
  const look = async (): Promise<Candidates> =>
    findCandidates({ description, ports, signal }, store, {
      runs,
      start: ports.clock.now(),
      source: await ports.source.identity(description.source),
      boot: await ports.clock.bootMark(),
    });
  const candidates = look();
  // Whoever needs it learns of a failure.
  const ended = candidates.catch(() => undefined);
  try {
    await work({ runs, candidates });
  } finally {
    stop.abort();
    await ended;
  }
}

/** True: nobody else has had the destination in between. */
function areSame(one: readonly RunRecord[], other: readonly RunRecord[]): boolean {
  const ends = (runs: readonly RunRecord[]): string =>
    JSON.stringify(runs.map(({ id, end }) => [id, end]));
  return ends(one) === ends(other);
}

async function sharesInodes(store: Store): Promise<boolean> {
  return (await store.snapshotMethod()) === 'hard-links' && (await store.snapshots()).length > 0;
}

async function findCandidates(
  { description, ports, signal }: Pick<RunContext, 'description' | 'ports' | 'signal'>,
  store: Store,
  { runs, start, source, boot }: Pick<OpenRecord, 'runs' | 'start' | 'source' | 'boot'>,
): Promise<Candidates> {
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
