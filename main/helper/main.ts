import { asBackupError } from '../engine/as-backup-error.js';
import { BackupError } from '../shared/backup-error.js';
import { parseCall } from './call.js';
import type { HelperVerb } from '../shared/helper-protocol.js';
import { listenToCaller, passphraseFrom } from './caller.js';
import { errorEvent, helperEvents } from './helper-events.js';
import { runProfile } from './run-profile.js';

/** The root helper: does one verb of HelperContract, and tells it. Composition root. */
async function main(args: readonly string[]): Promise<number> {
  process.umask(0o022);
  const gone = new AbortController();
  const emit = helperEvents(process.stdout, () => gone.abort());
  const caller = listenToCaller();
  const signal = AbortSignal.any([caller.signal, gone.signal]);
  try {
    checkRoot();
    const { id, verb } = parseCall(args);
    if (verb !== 'run') throw notYet(verb);
    const session = { id, emit, signal, askPassphrase: passphraseFrom(caller, emit) };
    return (await runProfile(session)) ? 0 : 1;
  } catch (error) {
    emit(errorEvent(asBackupError(error)));
    return 1;
  } finally {
    caller.close();
  }
}

function notYet(verb: HelperVerb): BackupError {
  return new BackupError({ code: 'verb-missing', title: `The helper cannot “${verb}” yet.` });
}

function checkRoot(): void {
  if (process.geteuid?.() === 0 && process.getuid?.() === 0) return;
  throw new BackupError({
    code: 'not-root',
    title: 'The helper was not started as root.',
    advice: 'It is called by “pkexec”, as the application does.',
  });
}

void main(process.argv.slice(2)).then((exitCode) => {
  process.exitCode = exitCode;
});
