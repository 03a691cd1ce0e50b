import { dirname } from 'node:path';
import { formatDestination } from '../domain/destination.js';
import type { IniPolicy } from '../domain/rotate-backups-ini.js';
import type { Profile } from '../shared/profile.js';
import { readRotationSettings } from '../system/read-rotation-settings.js';
import { profileDestination } from './describe-profile.js';

/** What the system's rotate-backups.ini says about the snapshots of a profile; no person's counts. */
export function rotationSettings(profile: Profile): Promise<IniPolicy | null> {
  return readRotationSettings(dirname(formatDestination(profileDestination(profile))), null);
}
