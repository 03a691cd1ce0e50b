import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { runArguments } from '../../main/domain/run-arguments.js';
import { parseRunEvent } from '../../main/shared/parse-run-event.js';
import { logProblem } from '../log.js';
import type { StartRun } from './start-run.js';

/** The end of what the run complained about is what matters. */
const COMPLAINT_LIMIT = 100_000;

/** Runs profiles with our own command line tool, which Electron's Node.js executes. */
export function runCommandLine(commandLine: string): StartRun {
  return (profile, onEvent) => {
    const child = spawn(process.execPath, [commandLine, ...runArguments(profile)], {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    child.stdin.on('error', (error) => logProblem('the run does not listen', error));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const event = parseRunEvent(line);
      if (event.ok) onEvent(event.value);
      else logProblem(`a run printed what is no event: ${event.problem}`, line);
    });
    let complaint = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + text).slice(-COMPLAINT_LIMIT);
    });
    const done = new Promise<string>((resolve) => {
      child.once('error', (error) => resolve(`${complaint}${String(error)}`));
      // 'close' follows the last line of output, so nothing that the run said is lost.
      child.once('close', () => resolve(complaint));
    });
    return { cancel: () => child.stdin.write('cancel\n'), done };
  };
}
