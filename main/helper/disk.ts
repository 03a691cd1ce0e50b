import { checkDestination } from '../engine/check-destination.js';
import { putDiskAway } from '../engine/lock-disk.js';
import { openDiskForGood } from '../engine/unlock-disk.js';
import { openContext } from './open-destination.js';
import type { Session } from './session.js';

/** The verb `unlock`. A disk other than the one that the profile has written to is put away again. */
export async function unlock(session: Session): Promise<null> {
  const { context } = await openContext(session, { guarded: false });
  const { destination, destinationId } = context.description;
  await openDiskForGood(context, async () => {
    if (destinationId === null) return;
    await checkDestination(context, await context.ports.openStore(destination));
  });
  return null;
}

/** The verb `lock`. */
export async function lock(session: Session): Promise<null> {
  const { context } = await openContext(session, { guarded: false });
  await putDiskAway(context);
  return null;
}
