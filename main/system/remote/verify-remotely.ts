import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { BackupError } from '../../shared/backup-error.js';
import type { StorePaths } from '../store/store-paths.js';
import type { RemoteMachine } from './remote-machine.js';

const ALIVE = `
set -C
{ : >"$1" && sync -- "$1"; } || exit 1
rm --force -- "$1"
sync --file-system -- "$2"
`;

/** As verifyWritable(), on the other side. */
export async function verifyRemotely(
  machine: RemoteMachine,
  { catalog, parent }: StorePaths,
): Promise<void> {
  const probe = join(catalog, `alive-${randomBytes(6).toString('hex')}.tmp`);
  const { exitCode, complaint } = await machine.run('sh', ['-c', ALIVE, 'sh', probe, parent]);
  // A full disk is alive.
  if (exitCode === 0 || /No space left on device|Disk quota exceeded/.test(complaint)) return;
  throw new BackupError({
    code: 'destination-gone',
    title: `“${parent}” can no longer be written to.`,
    advice: 'Check the disk of that machine; old snapshots are untouched.',
    detail: complaint,
  });
}
