import type { Stats } from 'node:fs';
import { BackupError } from '../../shared/backup-error.js';
import type { ConflictRule, RestoreSummary } from '../../shared/helper-protocol.js';
import { saySize } from '../../shared/say-size.js';
import { directoryPath, lstatEntry, type OpenedDirectory } from '../opened-directory.js';
import { openInSnapshot, shown } from './browse-snapshot.js';
import { copyEntry, flushTarget, occupiedBytes } from './copy-restored.js';
import { freeSpace } from './free-space.js';
import { Placement } from './place-restored.js';
import { openRestoreTarget, type ForbiddenPlaces } from './restore-target.js';
import { createWorkspace, type RestoreWorkspace } from './restore-workspace.js';

/** Something in a snapshot. */
export interface RestoreItem {
  /** As it was asked for. */
  readonly path: string;
  /** From the snapshot to the item; never empty. */
  readonly names: readonly Uint8Array[];
}

export interface RestoreOrder {
  /** Absolute path of the snapshot. */
  readonly snapshot: string;
  readonly snapshotName: string;
  readonly items: readonly RestoreItem[];
  /** Absolute path of an existing directory. */
  readonly target: string;
  readonly conflict: ConflictRule;
  readonly forbidden: ForbiddenPlaces;
}

/**
 * Brings items of a snapshot back with everything that the backup knows of them, all or none.
 *
 * Each is first copied into a directory inside the target that only root may enter, and then renamed, so that nobody can
 * lead root astray with a link, and nothing half copied is ever seen. A directory is one item: where one of that name is
 * there, the conflict rule is about the whole of it, and their contents are never mixed. Hard links between items are lost.
 *
 * @throws BackupError
 */
export async function restoreItems(
  order: RestoreOrder,
  signal: AbortSignal,
): Promise<RestoreSummary> {
  const target = await openRestoreTarget(order.target, order.forbidden);
  try {
    const { wanted, kept } = await chooseItems(order, target);
    await checkRoom(order, wanted, target, signal);
    const workspace = await createWorkspace(target);
    try {
      return await copyAndPlace(order, wanted, kept, { target, workspace, signal });
    } finally {
      await workspace.remove();
    }
  } finally {
    await target.close();
  }
}

interface Choice {
  readonly wanted: readonly RestoreItem[];
  /** Paths of items that the conflict rule leaves out. */
  readonly kept: readonly string[];
}

async function chooseItems(order: RestoreOrder, target: OpenedDirectory): Promise<Choice> {
  const wanted: RestoreItem[] = [];
  const kept: string[] = [];
  for (const item of order.items) {
    const stats = await inParent(order, item, ({ handle }) => lstatEntry(handle, lastName(item)));
    if (stats === null) throw notThere(order, item);
    const existing = await lstatEntry(target.handle, lastName(item));
    if (isKept(order.conflict, stats, existing)) kept.push(item.path);
    else wanted.push(item);
  }
  return { wanted, kept };
}

function isKept(rule: ConflictRule, stats: Stats, existing: Stats | null): boolean {
  if (existing === null) return false;
  return rule === 'only-missing' || (rule === 'only-newer' && stats.mtimeMs <= existing.mtimeMs);
}

interface Room {
  readonly target: OpenedDirectory;
  readonly workspace: RestoreWorkspace;
  readonly signal: AbortSignal;
}

async function copyAndPlace(
  order: RestoreOrder,
  wanted: readonly RestoreItem[],
  kept: readonly string[],
  { target, workspace, signal }: Room,
): Promise<RestoreSummary> {
  for (const [index, item] of wanted.entries()) {
    const place = await workspace.add(copyName(index));
    try {
      await inParent(order, item, (parent) => copyEntry(parent, lastName(item), place, signal));
    } finally {
      await place.close();
    }
  }
  signal.throwIfAborted();
  const placement = new Placement(target, workspace, order);
  try {
    for (const [index, item] of wanted.entries()) {
      await placement.place(item, copyName(index), `aside-${String(index)}`);
    }
    await flushTarget(target);
  } catch (error) {
    await placement.undo();
    throw error;
  }
  return { restored: placement.restored, kept: [...kept, ...placement.kept] };
}

function copyName(index: number): string {
  return `copy-${String(index)}`;
}

async function checkRoom(
  order: RestoreOrder,
  wanted: readonly RestoreItem[],
  target: OpenedDirectory,
  signal: AbortSignal,
): Promise<void> {
  let needed = 0;
  for (const item of wanted) {
    needed += await inParent(order, item, (parent) =>
      occupiedBytes(parent, lastName(item), signal),
    );
  }
  const { bytes } = await freeSpace(directoryPath(target.handle));
  if (needed <= bytes) return;
  throw new BackupError({
    code: 'target-full',
    title: `There is no room for ${saySize(needed)} in “${order.target}”: ${saySize(bytes)} are free.`,
    advice: 'Make room there, or choose another directory.',
  });
}

async function inParent<T>(
  { snapshot }: RestoreOrder,
  { names }: RestoreItem,
  work: (parent: OpenedDirectory) => Promise<T>,
): Promise<T> {
  const parent = await openInSnapshot(snapshot, names.slice(0, -1));
  try {
    return await work(parent);
  } finally {
    await parent.close();
  }
}

function lastName({ names }: RestoreItem): Uint8Array {
  return names.at(-1) ?? new Uint8Array();
}

function notThere({ snapshotName }: RestoreOrder, { names }: RestoreItem): BackupError {
  return new BackupError({
    code: 'not-in-snapshot',
    title: `There is no “${shown(names)}” in the snapshot “${snapshotName}”.`,
    advice: 'Choose something that is listed there.',
  });
}
