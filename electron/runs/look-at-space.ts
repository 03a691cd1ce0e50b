import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { remotePlace } from '../../main/domain/remote-place.js';
import type { Profile } from '../../main/shared/profile.js';
import type { SpaceSample } from '../../main/shared/run-log.js';
import { errorCode } from '../../main/system/error-code.js';

/** The room where a profile is backed up to, while that can be reached; null: it cannot. */
export async function lookAtSpace(profile: Profile, now: number): Promise<SpaceSample | null> {
  // The run itself tells of that.
  if (remotePlace(profile) !== null) return null;
  const { mountPoint, destination } = profile;
  const path = mountPoint ?? dirname(destination);
  try {
    const { bavail, blocks, bsize } = await statfs(path);
    return { at: now, free: bavail * bsize, total: blocks * bsize };
  } catch (error) {
    if (['ENOENT', 'EACCES', 'ENOTDIR', 'EIO'].includes(errorCode(error) ?? '')) return null;
    throw error;
  }
}
