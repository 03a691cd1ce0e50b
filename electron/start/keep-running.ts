import { startDetached } from '../../main/system/run-command.js';
import { logNote } from '../log.js';

/** Tells the application that it was started by what keeps it running. */
export const STARTED_AGAIN = '--started-again';

/** Milliseconds that it has to hold out before it is kept running once more: what crashes each time is left alone. */
const PROBATION = 60 * 60_000;

/** It reads what the application writes: a farewell, or nothing when it crashed. A bus that is restarted is back after ten seconds. */
const KEEPER = 'read -r farewell || { sleep 10; exec "$@"; }';

/**
 * Starts the application anew when it has crashed. Chromium aborts when a message bus goes away, even if that is only
 * restarted (OnConnectionDisconnectedFilter in its dbus/bus.cc), and without the application nothing would be backed up.
 *
 * @param command starts it
 * @returns to be called when it ends as it should
 */
export function keepRunning(command: readonly string[]): () => void {
  let leave: (farewell: string) => void = () => undefined;
  const keep = (): void => {
    leave = startDetached('/bin/sh', ['-c', KEEPER, 'keep-running', ...command, STARTED_AGAIN]);
  };
  if (process.argv.includes(STARTED_AGAIN)) {
    logNote('it had ended without having been asked to, and was started again');
    setTimeout(keep, PROBATION);
  } else {
    keep();
  }
  return () => leave('farewell\n');
}
