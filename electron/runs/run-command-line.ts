import { runArguments } from '../../main/domain/run-arguments.js';
import type { RunEnding } from '../../main/domain/run-ending.js';
import { parseRunEvent } from '../../main/shared/parse-run-event.js';
import type { RunEvent } from '../../main/shared/run-event.js';
import { lineSplitter } from '../../main/system/line-splitter.js';
import { startCommand } from '../../main/system/run-command.js';
import { logProblem } from '../log.js';
import type { StartRun } from './start-run.js';

/** What a run needs to know of the person's session: whose home, whose local time, whose SSH keys and ssh. */
const SESSION_VARIABLES = ['HOME', 'TZ', 'SSH_AUTH_SOCK', 'RSYNC_RSH'];

/**
 * Runs profiles with our own command line tool, which Electron's Node.js executes.
 *
 * @param options of the tool, besides those of the profile
 */
export function runCommandLine(
  commandLine: string,
  session: Readonly<Record<string, string | undefined>>,
  options: readonly string[] = [],
): StartRun {
  const environment = { ...sessionEnvironment(session), ELECTRON_RUN_AS_NODE: '1' };
  return ({ profile }, onEvent) => {
    const lines = lineSplitter((line) => hear(line, onEvent));
    const command = startCommand(
      process.execPath,
      [commandLine, ...options, ...runArguments(profile)],
      {
        environment,
        onOutput: lines.push,
        patient: true,
      },
    );
    return {
      cancel: () => command.write('cancel\n'),
      // It runs as the person, who may not unlock disks, and so never asks.
      answer: () => undefined,
      done: whenGone(command.done, lines.end),
    };
  };
}

async function whenGone(
  done: Promise<{ readonly complaint: string }>,
  endOfOutput: () => void,
): Promise<RunEnding> {
  try {
    const { complaint } = await done;
    return { kind: 'gone', detail: complaint };
  } catch (error) {
    logProblem('a run ended abnormally', error);
    return { kind: 'gone', detail: String(error) };
  } finally {
    endOfOutput();
  }
}

function hear(line: string, onEvent: (event: RunEvent) => void): void {
  // The splitter makes one character of each byte.
  const text = Buffer.from(line, 'latin1').toString('utf8');
  const event = parseRunEvent(text);
  if (event.ok) onEvent(event.value);
  else logProblem(`a run printed what is no event: ${event.problem}`, text);
}

function sessionEnvironment(
  session: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    SESSION_VARIABLES.flatMap((name) => {
      const value = session[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
