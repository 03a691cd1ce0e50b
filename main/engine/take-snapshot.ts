import { displayName } from '../shared/display-name.js';
import { snapshotNameAt } from '../domain/snapshot-name.js';
import type { SnapshotEvent } from '../shared/run-event.js';
import type { Clock, Store } from './ports.js';
import type { RunContext } from './run-context.js';

/** Keeps `latest` as it is now under the current local time. */
export async function takeSnapshot(context: RunContext, store: Store): Promise<SnapshotEvent> {
  context.enter('snapshot');
  const { clock } = context.ports;
  const name = await freeName(store, clock, context.signal);
  const { copied, path, method } = context.description.dryRun
    ? { copied: [], path: `${store.parent}/${name}`, method: await plannedMethod(store) }
    : await store.createSnapshot(name, context.signal);
  const event = { event: 'snapshot', name, path, method } as const;
  context.emit(event);
  if (copied.length > 0) warnOfCopies(context, copied);
  return event;
}

async function plannedMethod(store: Store) {
  return (await store.inspect()).latest === 'missing' ? 'hard-links' : store.snapshotMethod();
}

/** Two runs in one second, or the hour that is repeated in autumn: the next free second is as good. */
async function freeName(store: Store, clock: Clock, signal: AbortSignal): Promise<string> {
  let name = snapshotNameAt(clock.now());
  while (await store.isTaken(name)) {
    await clock.sleep(1000 - (clock.now().getTime() % 1000), signal);
    name = snapshotNameAt(clock.now());
  }
  return name;
}

function warnOfCopies(context: RunContext, copied: readonly string[]): void {
  context.warn(
    'too-many-links',
    `${copied.length === 1 ? '1 file' : `${String(copied.length)} files`} had too many hard links for another one and ` +
      `${copied.length === 1 ? 'was' : 'were'} copied into the snapshot.`,
    copied.map(displayName),
  );
}
