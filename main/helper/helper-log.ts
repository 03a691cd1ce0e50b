import { assertNever } from '../shared/assert-never.js';
import { displayName } from '../shared/display-name.js';
import type { HelperEvent } from '../shared/helper-protocol.js';
import { systemClock } from '../system/clock.js';
import { startCommand } from '../system/run-command.js';
import type { HelperCall } from './call.js';

/** The journal, or whatever the machine has for a system log. What goes wrong with it stops nothing. */
export interface HelperLog {
  readonly line: (text: string) => void;
  /** Settles when it has written everything. */
  readonly close: () => Promise<void>;
}

const TAG = 'rsync-system-backup-helper';

/** Characters: syslog(3) daemons cut what is much longer. */
const LONGEST_LINE = 1000;

/** logger(1), which writes a message for every line. */
export function openLog(): HelperLog {
  const args = ['--tag', TAG, `--id=${String(process.pid)}`, '--priority', 'daemon.info'];
  const command = startCommand('logger', args, { onOutput: () => undefined });
  const done = command.done.then(
    () => undefined,
    () => undefined,
  );
  return {
    line: (text) => command.write(`${logLine(text)}\n`),
    close: async () => {
      command.end();
      await done;
    },
  };
}

/** One line, and nothing in it that could pass for something else: names of files are whatever somebody chose. */
export function logLine(text: string): string {
  const shown = displayName(text);
  return shown.length <= LONGEST_LINE ? shown : `${shown.slice(0, LONGEST_LINE)}…`;
}

/** Tells the log what a call does, from what it tells its caller. */
export function logCall(log: HelperLog, { verb, id }: HelperCall, caller: string) {
  const start = systemClock.now().getTime();
  const seconds = (): string => ((systemClock.now().getTime() - start) / 1000).toFixed(1);
  log.line(`${verb} “${id}” for the user with the number ${caller}`);
  return {
    event: (event: HelperEvent): void => {
      const text = describe(event);
      if (text !== null) log.line(`${verb} “${id}”, ${seconds()} s: ${text}`);
    },
    end: (exitCode: number): void =>
      log.line(`${verb} “${id}” ended with ${String(exitCode)} after ${seconds()} s`),
  };
}

/** null: nothing that a log should have. */
function describe(event: HelperEvent): string | null {
  switch (event.event) {
    case 'phase':
      return event.phase;
    case 'warning':
      return `warning ${event.code}: ${event.message}`;
    case 'error':
      return `error ${event.code}: ${event.message}`;
    case 'snapshot':
      return `snapshot ${event.name}`;
    case 'removed':
      return `removed ${event.name} in ${String(event.seconds)} s`;
    case 'passphrase':
      return `asked for the passphrase of ${event.disk}, attempt ${String(event.attempt)}`;
    case 'open':
    case 'restored':
      return event.event;
    case 'finished':
      return event.outcome;
    case 'start':
    case 'progress':
    case 'rotation':
    case 'change':
    case 'restoring':
    case 'answer':
      return null;
    default:
      return assertNever(event);
  }
}
