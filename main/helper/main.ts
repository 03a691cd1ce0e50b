import { asBackupError } from '../engine/as-backup-error.js';
import { BackupError, MissingBackupDiskError } from '../shared/backup-error.js';
import { parseCall, type HelperCall } from './call.js';
import { listenToCaller, passphraseFrom } from './caller.js';
import { errorEvent, helperEvents, type EmitHelperEvent } from './helper-events.js';
import { logCall, openLog } from './helper-log.js';
import { runProfile } from './run-profile.js';
import type { Session } from './session.js';
import { testProfile } from './test-profile.js';
import { answer } from './verbs.js';

/** The root helper: does one verb of HelperContract, and tells it. Composition root. */
async function main(args: readonly string[]): Promise<number> {
  process.umask(0o022);
  const gone = new AbortController();
  const emit = helperEvents(process.stdout, () => gone.abort());
  try {
    checkRoot();
    const call = parseCall(args);
    checkMounts(call);
    return await doCall(call, emit, gone.signal);
  } catch (error) {
    emit(errorEvent(asBackupError(error)));
    return 1;
  }
}

async function doCall(call: HelperCall, tell: EmitHelperEvent, gone: AbortSignal): Promise<number> {
  const log = openLog();
  const logged = logCall(log, call, process.env['PKEXEC_UID'] ?? '0');
  const emit: EmitHelperEvent = (event) => {
    tell(event);
    logged.event(event);
  };
  const caller = listenToCaller();
  const session: Session = {
    id: call.id,
    emit,
    signal: AbortSignal.any([caller.signal, gone]),
    ask: caller.ask,
    askPassphrase: passphraseFrom(caller, emit),
  };
  const exitCode = await perform(call, session);
  caller.close();
  logged.end(exitCode);
  await log.close();
  return exitCode;
}

async function perform({ verb }: HelperCall, session: Session): Promise<number> {
  try {
    if (verb === 'run') return exitCodeOf(await runProfile(session));
    if (verb === 'test-profile') return exitCodeOf(await testProfile(session));
    session.emit({ event: 'answer', answer: await answer(verb, session) });
    return 0;
  } catch (error) {
    session.emit(errorEvent(asBackupError(error)));
    return 1;
  }
}

/** TEMPFAIL of sysexits.h(3head), which the unit of the timer takes for no failure: the disk is elsewhere, as most of the time. */
const DISK_MISSING = 75;

function exitCodeOf(error: BackupError | null): number {
  if (error === null) return 0;
  return error instanceof MissingBackupDiskError ? DISK_MISSING : 1;
}

function checkRoot(): void {
  if (process.geteuid?.() === 0 && process.getuid?.() === 0) return;
  throw new BackupError({
    code: 'not-root',
    title: 'The helper was not started as root.',
    advice: 'It is called by “pkexec”, as the application does.',
  });
}

/** To unlock and to lock is for the whole machine; all else changes mounts, which nobody else must see. */
function checkMounts({ verb }: HelperCall): void {
  if (verb === 'unlock' || verb === 'lock' || process.env['OWN_MOUNTS'] === 'yes') return;
  throw new BackupError({
    code: 'not-isolated',
    title: 'The helper was started without mounts of its own.',
    advice: 'Start it by its launcher in /usr/libexec, not directly.',
  });
}

void main(process.argv.slice(2)).then((exitCode) => {
  process.exitCode = exitCode;
});
