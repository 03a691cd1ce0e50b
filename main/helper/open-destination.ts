import { checkDestination } from '../engine/check-destination.js';
import { findDisk } from '../engine/find-disk.js';
import { withOpenDisk } from '../engine/open-disk.js';
import type { Ports, Store, StoreLock } from '../engine/ports.js';
import type { MountHold } from '../engine/ports-disks.js';
import { prepareDestination } from '../engine/prepare-destination.js';
import { createRunContext, type RunContext } from '../engine/run-context.js';
import { BackupError } from '../shared/backup-error.js';
import type { Profile } from '../shared/profile.js';
import type { DestinationMarker } from '../shared/run-record.js';
import { readInstalledProfile } from '../system/installed-profiles.js';
import { localPorts } from '../system/local-ports.js';
import { readProfileState } from '../system/profile-states.js';
import { refuseLinks } from '../system/refuse-links.js';
import { checkDestinationTrust } from './check-trust.js';
import { describeProfile } from './describe-profile.js';
import { guardedPorts } from './guarded-ports.js';
import type { Session } from './session.js';

export interface OpenDestination {
  readonly profile: Profile;
  readonly context: RunContext;
  readonly store: Store;
  readonly marker: DestinationMarker | null;
  /** null: no file system was mounted for it. */
  readonly hold: MountHold | null;
}

/**
 * Does `work` with the profile's disk unlocked and mounted, after it was found to be the right one; what this opened is put
 * away afterwards.
 */
export async function withDestination<T>(
  session: Session,
  work: (destination: OpenDestination) => Promise<T>,
): Promise<T> {
  const { profile, context } = await openContext(session);
  return withOpenDisk(context, await findDisk(context), async (hold) => {
    const store = await context.ports.openStore(context.description.destination);
    const marker = await checkDestination(context, store);
    // Only now: what is mounted for that would have passed for the disk that belongs there.
    if (profile.mountPoint === null) await refuseLinks(store.parent);
    return work({ profile, context, store, marker, hold });
  });
}

/** As withDestination, with the destination's lock: nobody else changes anything there meanwhile. */
export async function withLockedDestination<T>(
  session: Session,
  work: (destination: OpenDestination) => Promise<T>,
): Promise<T> {
  return withDestination(session, async (destination) => {
    const { context, store, marker, hold } = destination;
    if (marker === null) throw noCatalog(store);
    const lock: StoreLock = await prepareDestination(context, store, marker, hold);
    try {
      return await work(destination);
    } finally {
      await lock.release();
    }
  });
}

/**
 * The profile, what the verbs beside `run` need of the engine, and the ports of this machine.
 *
 * @param guarded false: for verbs that change the mounts of the whole machine
 */
export async function openContext(
  { id, emit, signal, askPassphrase }: Session,
  { guarded }: { readonly guarded: boolean } = { guarded: true },
): Promise<{ readonly profile: Profile; readonly context: RunContext }> {
  const profile = await readInstalledProfile(id);
  await checkDestinationTrust(profile);
  const { destinationId } = await readProfileState(id);
  const machine = localPorts({ ionice: null, askPassphrase });
  const ports: Ports = guarded ? guardedPorts(machine, profile) : machine;
  const description = {
    ...describeProfile(profile, null, destinationId),
    actions: { backup: false, snapshot: false, rotate: false },
    // Nothing is written to find out whether the destination is the right one.
    dryRun: true,
  };
  return { profile, context: createRunContext(description, ports, emit, signal) };
}

function noCatalog({ parent }: Store): BackupError {
  return new BackupError({
    code: 'no-backup',
    title: `“${parent}” has no record of its snapshots yet.`,
    advice: 'Make a backup first.',
  });
}
