import type { Discard, PathNames, Tree } from '../../engine/ports-contents.js';
import { escapeName } from '../../shared/display-name.js';
import type { RestorePreview, RestoreSummary } from '../../shared/helper-protocol.js';
import {
  directoryPath,
  openBelow,
  openDirectory,
  type OpenedDirectory,
} from '../opened-directory.js';
import { TreeDirectory } from '../tree-directory.js';
import { checkRoom } from './check-room.js';
import { copyEntries, copyFailed, openedSource } from './copy-restored.js';
import { freeSpace } from './free-space.js';
import { keepTimesOfAll } from './keep-times.js';
import { placeAll, type Place, type Placed } from './place-groups.js';
import { planRestore } from './plan-restore.js';
import { markOwner } from './restore-journal.js';
import type { PlanRequest, RestorePlan } from './restore-plan.js';
import { openRestoreTarget, type ForbiddenPlaces } from './restore-target.js';
import { createWorkspace } from './restore-workspace.js';
import { takeBackAbandoned, type RestoreTrace } from './undo-restore.js';

export interface RestoreOrder extends PlanRequest {
  /** Absolute path of the snapshot, or of what was brought of it. */
  readonly snapshot: string;
  /** Absolute path of an existing directory. */
  readonly target: string;
  readonly forbidden: ForbiddenPlaces;
}

export interface RestoreOptions {
  readonly signal: AbortSignal;
  /** Told from time to time how many of how many bytes of contents have been copied. */
  readonly onProgress?: (bytes: number, of: number) => void;
  /** True: what was replaced is kept until finishRestore or undoRestore is called with the traces. */
  readonly keepReplaced?: boolean;
  /** Told where what is replaced will be kept, before anything is. */
  readonly onTrace?: (trace: RestoreTrace) => Promise<void>;
  /**
   * Of items that were brought into the target's file system for this alone: that was told of then, and they take no room there
   * again. Called when they are copied, which links them, and before they are placed: who takes that back finds them unchanged.
   */
  readonly discard?: Discard | null;
}

export interface RestoreResult extends RestoreSummary {
  /** For an undo; empty where it was not asked for, or nothing was restored. */
  readonly traces: readonly RestoreTrace[];
}

/**
 * What restoreItems would do. Nothing is changed.
 *
 * @param open a directory of the snapshot, wherever that is; null: there is none
 */
export async function previewRestore(
  order: Omit<RestoreOrder, 'snapshot'>,
  open: OpenStored,
  signal: AbortSignal,
): Promise<RestorePreview> {
  return withPlan(order, open, signal, async ({ counts, attributes, bytes, differing }, target) => {
    const { bytes: freeBytes } = await freeSpace(directoryPath(target.handle));
    const named = differing.slice(0, PREVIEWED);
    return { ...counts, ...attributes, bytes, freeBytes, differing: named };
  });
}

const PREVIEWED = 100;

type OpenStored = (names: PathNames) => Tree | null;

/**
 * Brings items of a snapshot back with everything that the backup knows of them, all or none.
 *
 * They are first copied into a directory inside the target that nobody else may enter, and then renamed, so that nobody can
 * lead root astray with a link, and nothing half copied is ever seen. Directories that are there stay as they are, but for
 * what comes into them; the conflict rule is about everything else. Names of one file that go to one directory, or below it,
 * stay names of one file.
 *
 * @throws BackupError
 */
export async function restoreItems(
  order: RestoreOrder,
  options: RestoreOptions,
): Promise<RestoreResult> {
  const open: OpenStored = (names) => TreeDirectory.find(order.snapshot, names);
  return withPlan(order, open, options.signal, async (first, target) => {
    const plan = await afterRecovery(order, open, first, target, options.signal);
    if (!isFetched(options)) await checkRoom(order.target, plan.bytes, target);
    const snapshot = await openDirectory(order.snapshot, []);
    const places: Place[] = [];
    try {
      const groups = plan.groups.filter(({ steps }) => steps.length > 0);
      return await keepTimesOfAll(target, groups, (directories) =>
        carryOut({ order, options, plan: { ...plan, groups }, snapshot, places }, directories),
      );
    } finally {
      await snapshot.close();
    }
  });
}

/** What a killed restore left half done is taken back first; what is there is then looked at again. */
async function afterRecovery(
  order: RestoreOrder,
  open: OpenStored,
  plan: RestorePlan,
  target: OpenedDirectory,
  signal: AbortSignal,
): Promise<RestorePlan> {
  let found = false;
  for (const { directory } of plan.groups) {
    const opened = await openBelow(target, directory);
    try {
      if (await takeBackAbandoned(opened)) found = true;
    } finally {
      await opened.close();
    }
  }
  return found ? makePlan(order, open, target, signal) : plan;
}

interface Work {
  readonly order: RestoreOrder;
  readonly options: RestoreOptions;
  readonly plan: RestorePlan;
  readonly snapshot: OpenedDirectory;
  /** Grows as directories are prepared. */
  readonly places: Place[];
}

async function carryOut(
  work: Work,
  directories: readonly OpenedDirectory[],
): Promise<RestoreResult> {
  const { order, options, plan, places } = work;
  let keep = false;
  try {
    for (const [index, group] of plan.groups.entries()) {
      const target = directories[index];
      if (target === undefined) continue;
      const workspace = await createWorkspace(target);
      places.push({ group, target, workspace });
      await markOwner(workspace.directory);
      await options.onTrace?.(traceOf(order, { group, workspace }));
    }
    await copyAll(work);
    options.signal.throwIfAborted();
    const placed = await placeAll(order.snapshotName, places, () => {
      keep = true;
    });
    keep = options.keepReplaced === true;
    return summarize(order, plan, placed, keep);
  } finally {
    for (const { workspace } of places) await (keep ? workspace.close() : workspace.remove());
  }
}

async function copyAll({ options, plan, snapshot, places }: Work): Promise<void> {
  const { signal } = options;
  let before = 0;
  for (const { group, workspace } of places) {
    let now = 0;
    const onBytes = (bytes: number): void => {
      now = bytes;
      if (isFetched(options)) return;
      options.onProgress?.(Math.min(before + bytes, plan.length), plan.length);
    };
    const sources = group.steps.flatMap(({ sources }) => sources);
    const source = openedSource(snapshot, isFetched(options));
    const result = await copyEntries(source, sources, workspace.copies, onBytes, signal);
    if (result.exitCode !== 0) throw copyFailed(result.complaint);
    before += now;
  }
  await options.discard?.();
}

function isFetched({ discard = null }: RestoreOptions): boolean {
  return discard !== null;
}

function summarize(
  order: RestoreOrder,
  { kept, keptCount, counts }: Pick<RestorePlan, 'kept' | 'keptCount' | 'counts'>,
  placed: readonly Placed[],
  keep: boolean,
): RestoreResult {
  const inTarget = ({ group }: Placed, path: string): string =>
    [...group.directory.map(escapeName), path].join('/');
  const restored = placed.flatMap((place) =>
    place.steps.map(({ parent, name }) => inTarget(place, [...parent, name].join('/'))),
  );
  const keptLate = placed.flatMap((place) => place.kept.map((path) => inTarget(place, path)));
  return {
    restored: restored.slice(0, LISTED),
    restoredCount: restored.length,
    kept: [...kept, ...keptLate].slice(0, LISTED),
    keptCount: keptCount + keptLate.length,
    counts,
    traces: keep ? placed.map((place) => traceOf(order, place)) : [],
  };
}

function traceOf(
  { target }: RestoreOrder,
  { group, workspace }: Pick<Place, 'group' | 'workspace'>,
): RestoreTrace {
  return { target, directory: group.directory.map(escapeName), workspace: workspace.name };
}

const LISTED = 1000;

async function withPlan<T>(
  order: Omit<RestoreOrder, 'snapshot'>,
  open: OpenStored,
  signal: AbortSignal,
  work: (plan: RestorePlan, target: OpenedDirectory) => Promise<T>,
): Promise<T> {
  const target = await openRestoreTarget(order.target, order.forbidden);
  try {
    return await work(await makePlan(order, open, target, signal), target);
  } finally {
    await target.close();
  }
}

async function makePlan(
  order: PlanRequest,
  open: OpenStored,
  target: OpenedDirectory,
  signal: AbortSignal,
): Promise<RestorePlan> {
  const tree = TreeDirectory.open(`${directoryPath(target.handle)}/.`);
  try {
    return await planRestore(order, open, tree, signal);
  } finally {
    tree.close();
  }
}
