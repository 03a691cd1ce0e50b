import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Profile } from '../../main/shared/profile.js';
import { DEFAULT_REMOTE_CHOICES } from '../../main/shared/remote-choices.js';
import { DEFAULT_ROTATION_POLICY } from '../../main/shared/rotation-policy.js';
import { EMPTY_SETTINGS } from '../../main/shared/settings.js';
import type { Settings } from '../../main/shared/settings.js';
import type { TestHome } from './test-application.js';

export async function writeSettings(home: TestHome, some: Partial<Settings>): Promise<void> {
  await writeFile(home.settings, JSON.stringify({ ...EMPTY_SETTINGS, ...some }));
}

/** Backs the folder `name` in the home directory up to a folder beside it. */
export function folderProfile(home: Pick<TestHome, 'path'>, id: string, name: string): Profile {
  return {
    id,
    name,
    source: join(home.path, name),
    destination: join(home.path, 'backups', id, 'latest'),
    cryptoName: null,
    mountPoint: null,
    remote: DEFAULT_REMOTE_CHOICES,
    excludes: [],
    multiFs: false,
    rotation: DEFAULT_ROTATION_POLICY,
    skipUnchanged: true,
    destinationId: null,
  };
}
