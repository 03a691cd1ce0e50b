import type { Ports } from '../engine/ports.js';
import { createRunContext, type RunContext } from '../engine/run-context.js';
import {
  withDestination as useDestination,
  type OpenDestination,
} from '../engine/use-destination.js';
import type { Profile } from '../shared/profile.js';
import { readInstalledProfile } from '../system/installed-profiles.js';
import { localPorts } from '../system/local-ports.js';
import { readProfileState } from '../system/profile-states.js';
import { withoutLinks } from '../system/refuse-links.js';
import { checkDestinationTrust } from './check-trust.js';
import { describeProfile } from './describe-profile.js';
import { guardedPorts } from './guarded-ports.js';
import type { Session } from './session.js';

export interface ProfileDestination extends OpenDestination {
  readonly profile: Profile;
}

/** As the engine's, of an installed profile, with no symbolic link followed in the destination. */
export async function withDestination<T>(
  session: Session,
  work: (destination: ProfileDestination) => Promise<T>,
): Promise<T> {
  const { profile, context } = await openContext(session);
  return useDestination(context, async (destination) => {
    // Only now: what is mounted for that would have passed for the disk that belongs there.
    if (profile.mountPoint !== null) return work({ profile, ...destination });
    return withoutLinks(destination.store.parent, () => work({ profile, ...destination }));
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
  const { destinationId } = await readProfileState(profile);
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
