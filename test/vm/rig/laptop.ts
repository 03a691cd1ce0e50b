import type { Profile } from '../../../main/shared/profile.js';
import { INSTALLED_PROFILES } from '../../../main/shared/helper-files.js';
import { DEFAULT_REMOTE_CHOICES } from '../../../main/shared/remote-choices.js';
import { DEFAULT_ROTATION_POLICY } from '../../../main/shared/rotation-policy.js';
import type { GuestShell } from './guest-shell.js';

/** The backup of the scenarios: tester's folder, to the disk that crypttab and fstab know. */
export const LAPTOP: Profile = {
  id: 'laptop',
  name: 'Laptop',
  source: '/home/tester/data',
  destination: '/mnt/backups/laptop/latest',
  cryptoName: 'backups',
  mountPoint: '/mnt/backups',
  remote: DEFAULT_REMOTE_CHOICES,
  excludes: [],
  multiFs: false,
  rotation: DEFAULT_ROTATION_POLICY,
  skipUnchanged: false,
  destinationId: null,
};

/** As an administrator would, with an editor. */
export async function installProfile(
  root: GuestShell,
  changes: Partial<Profile> = {},
): Promise<void> {
  const profile = { version: 1, ...LAPTOP, ...changes };
  const path = `${INSTALLED_PROFILES}/${profile.id}.json`;
  await root.put(path, JSON.stringify(profile, null, 2));
}

/** Files with a little of everything that a backup has to keep. */
export async function fillSource(root: GuestShell): Promise<void> {
  await root.script(`
    cd /home/tester; rm -rf data; mkdir data; cd data
    for directory in a b c; do
      mkdir $directory
      for file in $(seq 40); do echo "$directory $file" > $directory/file-$file; done
    done
    ln a/file-1 a/linked; ln -s file-2 a/symbolic; chmod 4750 a/file-3; truncate -s 1M b/sparse
    touch "$(printf 'c/new\\nline')"; setfacl -m u:daemon:r a/file-4; setfattr -n user.tag -v x a/file-5
    chown -R -h tester: .; chmod 4750 a/file-3`);
}

/** What takes a slow rsync a while: time enough to do something to it. */
export async function addLargeFile(root: GuestShell): Promise<void> {
  await root.script(`
    head -c 5M /dev/urandom > /home/tester/data/c/large
    chown tester: /home/tester/data/c/large`);
}
