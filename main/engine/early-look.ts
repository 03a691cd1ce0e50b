import { earliestTrusted } from '../domain/change-history.js';
import type { SourceIdentity } from '../shared/run-record.js';
import type { ChangeLook } from './ports.js';
import type { RunContext } from './run-context.js';

/** A look for what changed in the source that was begun before anybody knows whether it is needed. */
export interface EarlyLook {
  readonly source: SourceIdentity;
  readonly look: ChangeLook;
  /** Settles when it has ended. */
  readonly stop: () => Promise<void>;
}

/**
 * Does `work`, and meanwhile goes through the source: that takes the time of this machine, and getting hold of a destination
 * on another takes the time of the line. A change between the two is as one while rsync runs.
 */
export async function whileLookingForChanges(
  { description, ports, signal }: RunContext,
  work: (early: EarlyLook) => Promise<void>,
): Promise<void> {
  const source = await ports.source.identity(description.source);
  const earliest = earliestTrusted(ports.clock.now(), await ports.clock.bootMark());
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  const look = ports.source.lookForChanges(source.path, earliest, either);
  const stop = async (): Promise<void> => {
    over.abort();
    await look.ended;
  };
  try {
    await work({ source, look, stop });
  } finally {
    await stop();
  }
}
