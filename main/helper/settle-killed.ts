import { asBackupError } from '../engine/as-backup-error.js';
import { displayName } from '../shared/display-name.js';
import { recoverRestores } from '../system/store/recover-restores.js';
import { forgetRestore } from '../system/store/restore-notes.js';
import { leaveRestore } from '../system/store/undo-restore.js';
import { checkTrustedDirectory } from '../system/trusted-path.js';
import type { Session } from './session.js';

/** Root's own notes of where its restores keep what they replace, for when the helper is killed. */
export const ROOT_RESTORES = '/var/lib/rsync-system-backup/restores';

/**
 * Looks after restores of helpers that were killed: what was half done is taken back, and what one that was done had replaced comes
 * to stand beside what replaced it, for nobody can say any more that it may go. Warns of all of it, and of nothing else: what is
 * wanted now does not depend on it.
 */
export async function settleKilled({ emit }: Session): Promise<void> {
  const warn = (message: string, files: readonly string[] = []): void =>
    emit({ event: 'warning', code: 'restore-settled', message, files });
  try {
    await checkTrustedDirectory(ROOT_RESTORES);
    const { takenBack, done, stuck } = await recoverRestores(ROOT_RESTORES);
    if (takenBack.length > 0) warn('A restore that was killed has been taken back.', takenBack);
    for (const { path, complaint } of stuck) {
      warn(`What a restore left that was killed is still in “${path}”: ${complaint}`);
    }
    for (const { trace, restored } of done) {
      await leaveRestore([trace]);
      await forgetRestore(ROOT_RESTORES, trace);
      const files = restored.map((path) => `${trace.target}/${displayName(path)}`);
      warn('What a restore replaced whose end nobody saw lies beside what replaced it.', files);
    }
  } catch (error) {
    warn(asBackupError(error).message);
  }
}
