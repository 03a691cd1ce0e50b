import { BackupError } from '../../shared/backup-error.js';
import type { StorePaths } from '../store/store-paths.js';
import type { RemoteMachine } from './remote-machine.js';

/** Nothing but directories is used, and none of them by way of a symbolic link. */
const CREATE = `
set -e
umask 022
directory() {
  if [ -L "$1" ]; then exit 9; fi
  if [ -d "$1" ]; then return; fi
  if [ -e "$1" ]; then exit 9; fi
  mkdir -m "$2" -- "$1"
}
mkdir -p -- "$1"
directory "$2" 755
directory "$3" 700
directory "$4" 755
if [ -e "$5" ]; then exit 0; fi
if [ "$6" = subvolume ]; then btrfs subvolume create "$5"; else mkdir -- "$5"; fi
`;
/** Of CREATE. */
const NOT_A_DIRECTORY = 9;

/** As createDestination(), on the other side. */
export async function createRemotely(
  machine: RemoteMachine,
  paths: StorePaths,
  makesSubvolumes: boolean,
): Promise<void> {
  const { parent, catalog, runs, snapshotRecords, latest } = paths;
  const how = makesSubvolumes ? 'subvolume' : 'directory';
  const args = [parent, catalog, runs, snapshotRecords, latest, how];
  const { exitCode } = await machine.script(CREATE, args, parent, { expected: [NOT_A_DIRECTORY] });
  if (exitCode !== NOT_A_DIRECTORY) return;
  throw new BackupError({
    code: 'catalog-not-a-directory',
    title: `“${catalog}”, or what is in it, is not a directory.`,
    advice: 'Move it away; the backup keeps its records under that name.',
  });
}
