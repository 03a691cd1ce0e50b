import type { Ports } from '../engine/ports.js';
import type { Profile } from '../shared/profile.js';
import { refuseLinks } from '../system/refuse-links.js';
import { destinationDirectory } from './describe-profile.js';
import { dirname } from 'node:path';

/**
 * This machine, where no symbolic link in the destination is followed.
 *
 * Directories in `latest` belong to whom those in the source belong to. Where the disk is mounted for others as well, as by
 * a desktop that mounts whatever is unlocked, they can put a link in a directory's place while rsync writes into it as root.
 */
export function guardedPorts(ports: Ports, profile: Profile): Ports {
  const { mountPoint } = profile;
  return {
    ...ports,
    openStore: async (latest) => {
      if (mountPoint !== null) await refuseLinks(mountPoint);
      const store = await ports.openStore(latest);
      if (mountPoint !== null) return store;
      const create: typeof store.create = async () => {
        await store.create();
        await refuseLinks(dirname(destinationDirectory(profile)));
      };
      return { ...store, create };
    },
  };
}
