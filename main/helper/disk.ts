import { putDiskAway } from '../engine/lock-disk.js';
import { openDiskForGood } from '../engine/unlock-disk.js';
import { openContext } from './open-destination.js';
import type { Session } from './session.js';

/** The verb `unlock`. */
export async function unlock(session: Session): Promise<null> {
  const { context } = await openContext(session);
  await openDiskForGood(context);
  return null;
}

/** The verb `lock`. */
export async function lock(session: Session): Promise<null> {
  const { context } = await openContext(session);
  await putDiskAway(context);
  return null;
}
