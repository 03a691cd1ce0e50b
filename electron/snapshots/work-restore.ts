import { realpath, stat } from 'node:fs/promises';
import { findSnapshot } from '../../main/engine/change-snapshots.js';
import { mergePreviews } from '../../main/domain/merge-restores.js';
import type { RestoreOrderRequest } from '../../main/shared/snapshot-requests.js';
import type { RestorePart, RestorePreview } from '../../main/shared/helper-protocol.js';
import { previewRestore, type RestoreOrder } from '../../main/system/store/restore-items.js';
import { restoreSeveral } from '../../main/system/store/restore-several.js';
import { finishRestore, undoRestore } from '../../main/system/store/undo-restore.js';
import type { RestoreTrace, WorkContract, WorkPlace } from './work-contract.js';
import { namesOf, openStore } from './work-place.js';
import type { WorkContext } from './work-context.js';

export async function previewRestoreOf(
  request: RestoreOrderRequest,
  { place, signal }: WorkContext,
): Promise<RestorePreview> {
  const previews: RestorePreview[] = [];
  for (const part of request.parts) {
    previews.push(await previewRestore(await orderOf(request, part, place), signal));
  }
  return mergePreviews(previews);
}

export async function restore(
  { keepReplaced, ...request }: WorkContract['restore']['request'],
  { place, signal, onProgress }: WorkContext,
): Promise<WorkContract['restore']['answer']> {
  const orders: RestoreOrder[] = [];
  for (const part of request.parts) orders.push(await orderOf(request, part, place));
  return restoreSeveral(orders, { signal, onProgress, keepReplaced });
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

async function orderOf(
  { target, conflict }: RestoreOrderRequest,
  { snapshot, paths }: RestorePart,
  place: WorkPlace,
): Promise<RestoreOrder> {
  const store = await openStore(place);
  const { name, path } = await findSnapshot(store, snapshot);
  const { mountPoint } = place;
  return {
    ...{ snapshot: path, snapshotName: name, conflict },
    items: paths.map((item) => ({ path: item, names: namesOf(item) })),
    // The way to a person's own folders may lead over links that they made; from there on none is followed.
    target: await realpath(target ?? place.source),
    layout: target === null ? 'in-place' : 'into',
    forbidden: {
      destination: mountPoint ?? store.parent,
      device: mountPoint === null ? null : (await stat(mountPoint)).dev,
    },
  };
}
