import { failure } from '../../main/shared/result.js';
import type { Result } from '../../main/shared/result.js';
import type { RunState } from '../../main/shared/run-state.js';
import { askHelper } from '../helper/helper-client.js';

/** Unmounts and locks the disk of an installed profile, whoever has opened it. */
export async function lockDisk(profileId: string, run: RunState): Promise<Result<null>> {
  if (run.kind === 'running') return failure(IN_USE);
  return askHelper('lock', profileId, null);
}

const IN_USE = {
  code: 'run-in-progress',
  title: 'A backup is running.',
  advice: 'It locks the disk when it has finished.',
  detail: '',
};
