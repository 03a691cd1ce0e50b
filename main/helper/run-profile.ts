import { putAwayAbandoned } from '../engine/put-away-abandoned.js';
import { runBackup } from '../engine/run-backup.js';
import type { Ports } from '../engine/ports.js';
import type { BackupError } from '../shared/backup-error.js';
import type { ProfileState } from '../shared/profile-state.js';
import type { Outcome } from '../shared/run-event.js';
import { systemClock } from '../system/clock.js';
import { readInstalledProfile } from '../system/installed-profiles.js';
import { readProfileState, writeProfileState } from '../system/profile-states.js';
import { checkTrust } from './check-trust.js';
import { checkExcludes, describeProfile } from './describe-profile.js';
import { rotationSettings } from './rotation-settings.js';
import { runPorts } from './run-ports.js';
import type { Session } from './session.js';

/**
 * The verb `run`: a whole run of the profile, told as RunEvents, and what is remembered of it.
 *
 * @returns why it failed, which is told already; null: it went well.
 */
export async function runProfile(session: Session): Promise<BackupError | null> {
  const { id, emit, signal, askPassphrase } = session;
  const profile = await readInstalledProfile(id);
  checkExcludes(profile);
  await checkTrust(profile);
  let state = await readProfileState(profile);
  const save = async (changes: Partial<ProfileState>): Promise<void> => {
    state = { ...state, ...changes };
    await writeProfileState(profile, state);
  };
  const ini = await rotationSettings(profile);
  const description = describeProfile(profile, ini, state.destinationId);
  const machine = await runPorts(profile, askPassphrase);
  await putAwayAbandoned(machine);
  const ports = remembering(machine, async (destinationId) => {
    if (destinationId !== state.destinationId) await save({ destinationId });
  });
  const start = systemClock.now().toISOString();
  const { finished, error } = await runBackup(description, ports, emit, signal);
  if (SAVED.has(finished.outcome)) {
    const end = systemClock.now().toISOString();
    const lastBackup = { start, end, complete: finished.outcome === 'complete' };
    await save({ lastBackup, asOf: end });
  }
  return error;
}

const SAVED: ReadonlySet<Outcome> = new Set(['complete', 'warnings']);

/**
 * Tells the destination's identity before anything is copied to it, so that a run that is killed has not made the next
 * one forget which disk is the right one.
 */
function remembering(ports: Ports, onDestination: (id: string) => Promise<void>): Ports {
  return {
    ...ports,
    openStore: async (latest, stop) => {
      const store = await ports.openStore(latest, stop);
      const saveRun: typeof store.saveRun = async (record) => {
        const { marker } = await store.inspect();
        if (marker !== null && marker !== 'unreadable') await onDestination(marker.id);
        return store.saveRun(record);
      };
      return { ...store, saveRun };
    },
  };
}
