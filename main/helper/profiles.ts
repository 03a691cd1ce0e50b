import type { Profile } from '../shared/profile.js';
import { BackupError } from '../shared/backup-error.js';
import {
  readInstalledProfile,
  removeInstalledProfile,
  writeInstalledProfile,
} from '../system/installed-profiles.js';
import { removeProfileState } from '../system/profile-states.js';
import { checkTrust } from './check-trust.js';
import { checkExcludes } from './describe-profile.js';
import type { Session } from './session.js';

/**
 * The verb `install-profile`. A profile that goes elsewhere than the one before it begins anew: what was remembered of the
 * other destination is forgotten.
 */
export async function installProfile({ id, signal }: Session, profile: Profile): Promise<null> {
  if (profile.id !== id) throw otherId(id, profile);
  checkExcludes(profile);
  await checkTrust(profile);
  const before = await installedBefore(id);
  signal.throwIfAborted();
  if (before === null || !isSamePlace(before, profile)) await removeProfileState(id);
  await writeInstalledProfile(profile);
  return null;
}

/** The verb `remove-profile`: its file and what is remembered of it; the snapshots stay. */
export async function removeProfile({ id }: Session): Promise<null> {
  await removeInstalledProfile(id);
  await removeProfileState(id);
  return null;
}

/** null: there is none, or none that says where it goes. */
async function installedBefore(id: string): Promise<Profile | null> {
  try {
    return await readInstalledProfile(id);
  } catch (error) {
    if (error instanceof BackupError && REPLACED.has(error.code)) return null;
    throw error;
  }
}

const REPLACED: ReadonlySet<string> = new Set(['profile-missing', 'profile-invalid']);

function isSamePlace(a: Profile, b: Profile): boolean {
  return (
    a.destination === b.destination &&
    a.mountPoint === b.mountPoint &&
    a.cryptoName === b.cryptoName
  );
}

function otherId(id: string, profile: Profile): BackupError {
  return new BackupError({
    code: 'invalid-request',
    title: `The helper was to install “${id}” and was given “${profile.id}”.`,
    advice: 'Application and helper may be of different versions; install the package again.',
  });
}
