import { stat } from 'node:fs/promises';
import { parseSnapshotPath } from '../domain/snapshot-path.js';
import { findSnapshot } from '../engine/change-snapshots.js';
import { CancelledError } from '../shared/backup-error.js';
import type { RestoreEnding, RestoreRequest } from '../shared/helper-protocol.js';
import {
  restoreItems,
  type RestoreOrder,
  type RestoreResult,
} from '../system/store/restore-items.js';
import { noteRestore } from '../system/store/restore-notes.js';
import { restoreSeveral, type RestoreStep } from '../system/store/restore-several.js';
import {
  finishRestore,
  leaveRestore,
  undoRestore,
  type RestoreTrace,
} from '../system/store/undo-restore.js';
import { withDestination, type ProfileDestination } from './open-destination.js';
import { readUndoOrder } from './parse-request.js';
import type { Session } from './session.js';
import { ROOT_RESTORES, settleKilled } from './settle-killed.js';

/**
 * The verb `restore`. What it replaced is known to this process alone, so that nobody can have anything else taken back; the
 * disk is put away before it waits for that.
 */
export async function restore(session: Session, request: RestoreRequest): Promise<RestoreEnding> {
  await settleKilled(session);
  const { traces, ...summary } = await restoreAll(session, request);
  if (traces.length === 0) return { ...summary, left: null };
  session.emit({ event: 'restored', summary });
  return { ...summary, left: await takeBackIfAsked(session, traces) };
}

async function restoreAll(session: Session, request: RestoreRequest): Promise<RestoreResult> {
  return withDestination(session, async (destination) => {
    const steps: RestoreStep[] = [];
    for (const part of request.parts) {
      const order = await orderOf(request, part, destination);
      steps.push((options) => restoreItems(order, options));
    }
    return restoreSeveral(steps, {
      signal: destination.context.signal,
      keepReplaced: request.keepReplaced,
      onTrace: (trace) => noteRestore(ROOT_RESTORES, trace),
      onProgress: (bytes, of) => session.emit({ event: 'restoring', bytes, of }),
    });
  });
}

async function orderOf(
  { target, conflict }: RestoreRequest,
  { snapshot, paths }: RestoreRequest['parts'][number],
  { profile, store }: ProfileDestination,
): Promise<RestoreOrder> {
  const { name, path } = await findSnapshot(store, snapshot);
  const { mountPoint } = profile;
  return {
    ...{ snapshot: path, snapshotName: name, conflict },
    items: paths.map((item) => ({ path: item, names: parseSnapshotPath(item) ?? [] })),
    target: target ?? profile.source,
    layout: target === null ? 'in-place' : 'into',
    forbidden: {
      destination: mountPoint ?? store.parent,
      device: mountPoint === null ? null : (await stat(mountPoint)).dev,
    },
  };
}

/** @returns what was left; null: it was not taken back. */
async function takeBackIfAsked(
  { ask, signal }: Session,
  traces: readonly RestoreTrace[],
): Promise<readonly string[] | null> {
  let undo: boolean;
  try {
    ({ undo } = await ask(readUndoOrder, signal));
  } catch (error) {
    await leaveRestore(traces);
    if (error instanceof CancelledError) return null;
    throw error;
  }
  if (undo) return undoRestore(traces);
  await finishRestore(traces);
  return null;
}
