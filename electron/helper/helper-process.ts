import { pkexecEnding } from '../../main/domain/pkexec-ending.js';
import type { PkexecEnding } from '../../main/domain/pkexec-ending.js';
import { BackupError } from '../../main/shared/backup-error.js';
import { HELPER_PATH } from '../../main/shared/helper-files.js';
import type { HelperEvent, HelperVerb } from '../../main/shared/helper-protocol.js';
import { parseHelperEvent } from '../../main/shared/parse-helper-event.js';
import { lineSplitter } from '../../main/system/line-splitter.js';
import { startCommand } from '../../main/system/run-command.js';
import type { CommandResult } from '../../main/system/run-command.js';
import { logProblem } from '../log.js';

/** How the helper has gone: it never began, or `detail` is what it wrote to standard error. */
export type HelperEnding = PkexecEnding | { readonly kind: 'gone'; readonly detail: string };

export interface HelperProcess {
  /** One line on its standard input. */
  readonly say: (line: string) => void;
  readonly cancel: () => void;
  /** Settles when it has really gone; never rejects. */
  readonly done: Promise<HelperEnding>;
}

/**
 * Starts the root helper. It is a child of ours and not of a process in between, because what polkit allows for a while
 * it allows to one process; and it stops and cleans up when we end, because its standard input ends then.
 */
export function startHelper(
  verb: HelperVerb,
  id: string,
  onEvent: (event: HelperEvent) => void,
): HelperProcess {
  let heard = false;
  const dismissal = new AbortController();
  const lines = lineSplitter((line) => {
    heard = true;
    hear(line, onEvent);
  }, 'utf8');
  const args = ['--disable-internal-agent', HELPER_PATH, verb, id];
  const { signal } = dismissal;
  const options = { signal, onOutput: lines.push, patient: true };
  const command = startCommand('pkexec', args, options);
  return {
    say: (line) => command.write(`${line}\n`),
    cancel: () => {
      command.write('cancel\n');
      // pkexec reads nothing while it waits for a password. It runs as ours until then, and can be ended.
      if (!heard) dismissal.abort();
    },
    done: command.done.then(
      (result) => {
        lines.end();
        return heard ? gone(result.complaint) : endingOf(result);
      },
      (error: unknown) => {
        lines.end();
        return failedEnding(error);
      },
    ),
  };
}

function hear(line: string, onEvent: (event: HelperEvent) => void): void {
  const event = parseHelperEvent(line);
  if (event.ok) onEvent(event.value);
  // Not the line itself: nobody knows what is in it.
  else logProblem('the helper printed what is no event', event.problem);
}

/** The helper itself ends with 0 or 1. */
function endingOf({ exitCode, complaint }: CommandResult): HelperEnding {
  return exitCode === 126 || exitCode === 127 ? pkexecEnding(exitCode, complaint) : gone(complaint);
}

function failedEnding(error: unknown): HelperEnding {
  if (error instanceof BackupError && error.code === 'command-missing') {
    const { code, message: title, advice, detail } = error;
    return { kind: 'refused', failure: { code, title, advice, detail } };
  }
  return gone(String(error));
}

function gone(detail: string): HelperEnding {
  return { kind: 'gone', detail };
}
