import type { DiskView } from '../shared/app-view.js';
import type { Profile } from '../shared/profile.js';
import type { BlockDevice } from './block-device.js';
import { devicesOf, isOpen, isReadable, profileDisk } from './plug-match.js';
import type { DiskTables, OpenDisks } from './plug-match.js';

/** All that is known of disks at a moment. */
export interface DiskFacts {
  readonly tables: DiskTables;
  readonly open: OpenDisks;
  readonly connected: readonly BlockDevice[];
}

/**
 * The disk of a profile as people see it; null: it has none.
 *
 * @param needsRoot the profile is installed, so that root locks its disk on request
 */
export function diskView(profile: Profile, needsRoot: boolean, facts: DiskFacts): DiskView | null {
  const disk = profileDisk(profile, facts.tables);
  if (disk === null) return null;
  const { name, encrypted, permanent } = disk;
  if (isOpen(profile, facts.open)) {
    const readable = isReadable(profile, facts.open);
    return { name, encrypted, state: 'open', lockable: needsRoot && !permanent, readable };
  }
  const state = devicesOf(disk, facts.connected).length === 0 ? 'not-connected' : 'connected';
  return { name, encrypted, state, lockable: false, readable: false };
}
