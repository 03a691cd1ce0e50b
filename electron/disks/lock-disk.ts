import { failure, success } from '../../main/shared/result.js';
import type { Result } from '../../main/shared/result.js';
import type { RunState } from '../../main/shared/run-state.js';
import { askHelper } from '../helper/helper-client.js';
import type { KnownProfile } from '../profiles/known-profiles.js';
import { NO_SUCH_PROFILE } from '../profiles/no-such-profile.js';
import type { OpenedDisks } from './opened-disks.js';

/**
 * Unmounts and locks the disk of an installed profile, whoever has opened it.
 *
 * @param known null: the profile was removed meanwhile
 */
export async function lockDisk(
  known: KnownProfile | null,
  opened: OpenedDisks,
  run: RunState,
): Promise<Result<null>> {
  if (known === null) return failure(NO_SUCH_PROFILE);
  const { profile } = known;
  if (run.kind === 'running') return failure(IN_USE);
  const ours = await opened.lock(profile);
  if (ours?.ok === false) return ours;
  if (ours?.value.safeToUnplug === true) return success(null);
  return askHelper('lock', profile.id, null);
}

const IN_USE = {
  code: 'run-in-progress',
  title: 'A backup is running.',
  advice: 'It locks the disk when it has finished.',
  detail: '',
};
