import { realpath } from 'node:fs/promises';
import { dirname } from 'node:path';
import { BackupError } from '../shared/backup-error.js';
import type { Profile } from '../shared/profile.js';
import { errorCode } from '../system/error-code.js';
import { mountedAt } from '../system/mount-table.js';
import { checkTrustedDirectory, UntrustedPathError } from '../system/trusted-path.js';
import { destinationDirectory, profileDestination } from './describe-profile.js';

/**
 * A run as root starts only where nobody else can have changed what the profile's paths mean.
 *
 * Of a mount point, what it is without a disk is looked at; the engine then sees to it that the destination is inside.
 *
 * @throws BackupError `destination-untrusted`, `source-is-a-link`
 */
export async function checkTrust(profile: Profile): Promise<void> {
  if (profileDestination(profile).kind === 'local') await checkDestinationTrust(profile);
  await checkSourceTrust(profile.source);
}

/** For verbs that do not read the source. */
export async function checkDestinationTrust(profile: Profile): Promise<void> {
  const { mountPoint } = profile;
  const path = mountPoint ?? dirname(destinationDirectory(profile));
  try {
    // What is mounted already is the disk's own directory, which may be a user's; nobody but root can take it away.
    const isMounted = mountPoint !== null && (await mountedAt(mountPoint)) !== null;
    await checkTrustedDirectory(isMounted ? dirname(mountPoint) : path);
  } catch (error) {
    if (!(error instanceof UntrustedPathError)) throw error;
    throw new BackupError({
      code: 'destination-untrusted',
      title: `A backup with the rights of the administrator does not go to “${path}”: ${error.message}`,
      advice: 'Choose a directory below others that only root can change, such as /mnt/backup.',
      cause: error,
    });
  }
}

/** Whoever owns the source, or a directory above it, could put a symbolic link to anything in its place. */
async function checkSourceTrust(source: string): Promise<void> {
  let real: string;
  try {
    real = await realpath(source);
  } catch (error) {
    // The engine knows what to say about what is not there.
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return;
    throw error;
  }
  if (real === (source.replace(/\/+$/, '') || '/')) return;
  throw new BackupError({
    code: 'source-is-a-link',
    title: `The source “${source}” is reached through a symbolic link; it really is “${real}”.`,
    advice: 'Set the backup up again with the real path.',
  });
}
