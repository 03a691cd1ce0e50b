import { putAwayAbandoned } from '../engine/put-away-abandoned.js';
import { runBackup } from '../engine/run-backup.js';
import type { BackupError } from '../shared/backup-error.js';
import type { RunEvent } from '../shared/run-event.js';
import { readProfileState } from '../system/profile-states.js';
import { describeProfile } from './describe-profile.js';
import { readInstallRequest } from './parse-request.js';
import { checkProfile, staysInPlace } from './profiles.js';
import { rotationSettings } from './rotation-settings.js';
import { runPorts } from './run-ports.js';
import type { Session } from './session.js';

/**
 * The verb `test-profile`: a dry run of a profile that need not be installed, told as RunEvents.
 *
 * Whose files would be copied is counted and not told: the disk and its backup belong to all users.
 *
 * @returns why it failed, which is told already; null: it went well.
 */
export async function testProfile(session: Session): Promise<BackupError | null> {
  const { id, emit, signal, ask, askPassphrase } = session;
  const profile = await ask(readInstallRequest, signal);
  await checkProfile(id, profile);
  const known = (await staysInPlace(profile))
    ? (await readProfileState(profile)).destinationId
    : null;
  const ini = await rotationSettings(profile);
  const description = { ...describeProfile(profile, ini, known), dryRun: true };
  const ports = await runPorts(profile, askPassphrase);
  await putAwayAbandoned(ports);
  const tell = (event: RunEvent): void => {
    if (event.event !== 'change') emit(event);
  };
  const { error } = await runBackup(description, ports, tell, signal);
  return error;
}
