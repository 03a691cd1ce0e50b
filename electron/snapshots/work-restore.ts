import { realpath, stat } from 'node:fs/promises';
import type { Store } from '../../main/engine/ports.js';
import type { SnapshotEntry } from '../../main/engine/ports-contents.js';
import { findSnapshot } from '../../main/engine/change-snapshots.js';
import { mergePreviews } from '../../main/domain/merge-restores.js';
import type { RestoreOrderRequest } from '../../main/shared/snapshot-requests.js';
import type { RestorePart, RestorePreview } from '../../main/shared/helper-protocol.js';
import { recoverRestores } from '../../main/system/store/recover-restores.js';
import {
  previewRestore,
  restoreItems,
  type RestoreOrder,
} from '../../main/system/store/restore-items.js';
import { noteRestore } from '../../main/system/store/restore-notes.js';
import { restoreSeveral, type RestoreStep } from '../../main/system/store/restore-several.js';
import { finishRestore, undoRestore } from '../../main/system/store/undo-restore.js';
import type { RestoreTrace, WorkContract, WorkPlace } from './work-contract.js';
import { openStore } from './open-stores.js';
import { namesOf } from './work-place.js';
import type { WorkContext } from './work-context.js';

export async function previewRestoreOf(
  request: RestoreOrderRequest,
  { place, signal }: WorkContext,
): Promise<RestorePreview> {
  const previews: RestorePreview[] = [];
  for (const part of request.parts) {
    const [order, store, snapshot] = await orderOf(request, part, place);
    const places = order.items.map(({ names }) => ({ snapshot, names }));
    const open = await store.contents.look(places, 'below', signal);
    previews.push(await previewRestore(order, (names) => open(snapshot, names), signal));
  }
  return mergePreviews(previews);
}

export async function restore(
  { notes, ...request }: WorkContract['restore']['request'],
  { place, signal, onProgress }: WorkContext,
): Promise<WorkContract['restore']['answer']> {
  const steps: RestoreStep[] = [];
  const noted = async (trace: RestoreTrace): Promise<void> => {
    if (notes !== null) await noteRestore(notes, trace);
  };
  for (const part of request.parts) {
    const [order, store, entry] = await orderOf(request, part, place);
    const items = order.items.map(({ names }) => names);
    steps.push((options) =>
      store.contents.withItems(
        ...([entry, items, order.target] as const),
        (snapshot, discard) => restoreItems({ ...order, snapshot }, { ...options, discard }),
        ...([signal, options.onProgress] as const),
        // What is brought from another machine is noted as what is replaced: it is looked after where this is killed.
        (workspace) => noted({ target: order.target, directory: [], workspace }),
      ),
    );
  }
  const options = { signal, onProgress };
  if (notes === null) return restoreSeveral(steps, options);
  return restoreSeveral(steps, { ...options, keepReplaced: true, onTrace: noted });
}

export function undo({
  traces,
}: {
  readonly traces: readonly RestoreTrace[];
}): Promise<readonly string[]> {
  return undoRestore(traces);
}

export async function finish({
  traces,
}: {
  readonly traces: readonly RestoreTrace[];
}): Promise<null> {
  await finishRestore(traces);
  return null;
}

export function recover({
  notes,
}: WorkContract['recoverRestores']['request']): Promise<WorkContract['recoverRestores']['answer']> {
  return recoverRestores(notes);
}

async function orderOf(
  { target, conflict }: RestoreOrderRequest,
  { snapshot, paths }: RestorePart,
  place: WorkPlace,
): Promise<[Omit<RestoreOrder, 'snapshot'>, Store, SnapshotEntry]> {
  const store = await openStore(place);
  const entry = await findSnapshot(store, snapshot);
  const { mountPoint } = place;
  const order = {
    ...{ snapshotName: entry.name, conflict },
    items: paths.map((item) => ({ path: item, names: namesOf(item) })),
    // The way to a person's own folders may lead over links that they made; from there on none is followed.
    target: await realpath(target ?? place.source),
    layout: target === null ? ('in-place' as const) : ('into' as const),
    forbidden: {
      destination: store.isHere ? (mountPoint ?? store.parent) : null,
      device: mountPoint === null ? null : (await stat(mountPoint)).dev,
    },
  };
  return [order, store, entry];
}
