import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { unescapeName } from '../../main/shared/display-name.js';
import type { FileRequest } from '../../main/shared/snapshot-requests.js';
import { failure, success } from '../../main/shared/result.js';
import type { Result } from '../../main/shared/result.js';
import type { Desktop } from '../desktop/desktop.js';
import type { SnapshotDesk } from './snapshot-desk.js';

/**
 * Copies a file of a snapshot to a new folder that only the person may enter, and opens it there: whatever is done with it, the
 * backup is not touched.
 *
 * @param temporary the directory where that folder is made; the system clears it
 */
export async function openCopy(
  desk: SnapshotDesk,
  { profileId, snapshot, path }: FileRequest & { readonly profileId: string },
  temporary: string,
  desktop: Pick<Desktop, 'open'>,
): Promise<Result<null>> {
  if (snapshot === null) return failure(NOT_A_COPY);
  const target = await mkdtemp(join(temporary, 'rsync-system-backup-copy-'));
  const copied = await desk.work('restore', {
    ...{ profileId, parts: [{ snapshot, paths: [path] }], target, notes: null },
    ...{ conflict: 'only-missing', asAdministrator: false },
  });
  if (!copied.ok) return copied;
  const name = Buffer.from(unescapeName(path.split('/').at(-1) ?? '')).toString('utf8');
  const problem = await desktop.open(join(target, name));
  return problem === null ? success(null) : failure({ ...NOT_OPENED, detail: problem });
}

const NOT_A_COPY = {
  code: 'not-in-snapshot',
  title: 'This is the file itself, and no copy.',
  advice: 'Open it in the file manager.',
  detail: '',
};

const NOT_OPENED = {
  code: 'not-opened',
  title: 'No program opened the copy.',
  advice: 'Restore it to another folder, and open it there.',
  detail: '',
};
