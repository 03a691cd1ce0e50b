import { checkDestination } from '../engine/check-destination.js';
import { keepDiskOpen } from '../engine/keep-disk-open.js';
import { putDiskAway } from '../engine/lock-disk.js';
import { putAwayAbandoned } from '../engine/put-away-abandoned.js';
import type { PutAway } from '../shared/helper-protocol.js';
import { localPorts } from '../system/local-ports.js';
import { openContext } from './open-destination.js';
import type { Session } from './session.js';

/** The verb `unlock`. A disk other than the one that the profile has written to is put away again. */
export async function unlock(session: Session): Promise<PutAway> {
  const { context } = await openContext(session, { guarded: false });
  const { destination, destinationId } = context.description;
  await keepDiskOpen(context, {
    check: async () => {
      if (destinationId === null) return;
      await checkDestination(context, await context.ports.openStore(destination));
    },
    onOpen: () => session.emit({ event: 'open' }),
  });
  return { safeToUnplug: context.facts.safeToUnplug };
}

/** The verb `lock`. What a helper left open that was killed goes first, also where it was no installed profile's. */
export async function lock(session: Session): Promise<null> {
  await putAwayAbandoned(localPorts({ ionice: null, askPassphrase: session.askPassphrase }));
  const { context } = await openContext(session, { guarded: false });
  await putDiskAway(context);
  return null;
}
