import { diskRules } from '../domain/disk-rules.js';
import { profileDisk } from '../domain/plug-match.js';
import { isSamePlace } from '../domain/same-place.js';
import type { Profile } from '../shared/profile.js';
import { BackupError } from '../shared/backup-error.js';
import { readDiskTables } from '../system/disk-facts.js';
import { removeDiskRules, writeDiskRules } from '../system/disk-rules.js';
import {
  readInstalledProfile,
  removeInstalledProfile,
  writeInstalledProfile,
} from '../system/installed-profiles.js';
import { removeProfileState } from '../system/profile-states.js';
import { checkTrust } from './check-trust.js';
import { checkExcludes } from './describe-profile.js';
import { forgetSearchIndex } from './search.js';
import type { Session } from './session.js';

/**
 * The verb `install-profile`. A profile that goes elsewhere than the one before it begins anew: what was remembered of the
 * other destination is forgotten.
 */
export async function installProfile({ id, signal }: Session, profile: Profile): Promise<null> {
  await checkProfile(id, profile);
  const stays = await staysInPlace(profile);
  signal.throwIfAborted();
  if (!stays) {
    await removeProfileState(id);
    await forgetSearchIndex(id);
  }
  const disk = profileDisk(profile, await readDiskTables());
  await writeDiskRules(id, diskRules(id, disk));
  await writeInstalledProfile(profile);
  return null;
}

/** The verb `remove-profile`: its file, what is remembered of it, and its disk's rules; the snapshots stay. */
export async function removeProfile({ id }: Session): Promise<null> {
  await removeInstalledProfile(id);
  await removeProfileState(id);
  await forgetSearchIndex(id);
  await removeDiskRules(id);
  return null;
}

/**
 * Of a profile that was given and not installed.
 *
 * @throws BackupError when root must not carry it out
 */
export async function checkProfile(id: string, profile: Profile): Promise<void> {
  if (profile.id !== id) throw otherId(id, profile);
  checkExcludes(profile);
  await checkTrust(profile);
}

/** True: the installed profile with its id goes to the same place, and what is remembered of that holds for this one. */
export async function staysInPlace(profile: Profile): Promise<boolean> {
  const before = await installedBefore(profile.id);
  return before !== null && isSamePlace(before, profile);
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

function otherId(id: string, profile: Profile): BackupError {
  return new BackupError({
    code: 'invalid-request',
    title: `The helper was called for “${id}” and was given “${profile.id}”.`,
    advice: 'Application and helper may be of different versions; install the package again.',
  });
}
