import { HELPER_PATH } from '../../../main/shared/helper-files.js';
import type { HelperEvent, HelperVerb } from '../../../main/shared/helper-protocol.js';
import type { ErrorEvent, FinishedEvent, Phase } from '../../../main/shared/run-event.js';
import type { Guest } from './guest.js';
import { LAPTOP } from './laptop.js';

export interface CallResult {
  /** pkexec(1): 126 dismissed, 127 not authorised; the helper's own: 0 and 1. */
  readonly exitCode: number;
  readonly events: readonly HelperEvent[];
  readonly error: ErrorEvent | undefined;
  readonly finished: FinishedEvent | undefined;
  readonly complaint: string;
}

export interface HelperCall {
  readonly pid: () => Promise<number>;
  /** Waits until the run has entered a phase. */
  readonly phase: (phase: Phase) => Promise<void>;
  /** Waits until the run is copying a file. */
  readonly copying: () => Promise<void>;
  readonly write: (text: string | Uint8Array) => void;
  readonly endInput: () => void;
  readonly done: () => Promise<CallResult>;
}

let calls = 0;

/** Calls the helper as the application does: behind pkexec, from tester's active session, nobody there to type. */
export async function callHelper(
  guest: Guest,
  verb: HelperVerb = 'run',
  id: string = LAPTOP.id,
): Promise<HelperCall> {
  const name = `helper-${(calls += 1)}`;
  const process = await guest.startInSession({
    name,
    command: ['pkexec', '--disable-internal-agent', HELPER_PATH, verb, id],
    input: true,
  });
  const output = process.followOutput();
  return {
    pid: async () => Number(await guest.root.script(`pgrep -o -f 'out/helper/.* ${verb} ${id}'`)),
    phase: async (phase) => {
      await output.until((line) => line.includes(`"phase":"${phase}"`));
    },
    copying: async () => {
      await output.until((line) => /"event":"progress","bytes":[1-9]/.test(line));
    },
    write: process.write,
    endInput: process.endInput,
    done: async () => {
      const { exitCode, stdout, stderr } = await process.done();
      output.stop();
      process.endInput();
      return { exitCode, ...readEvents(stdout), complaint: stderr };
    },
  };
}

/** Calls it and waits for its end; `request` is what the verb reads. */
export async function askHelper(
  guest: Guest,
  verb: HelperVerb = 'run',
  request?: unknown,
  id: string = LAPTOP.id,
): Promise<CallResult> {
  const call = await callHelper(guest, verb, id);
  if (request !== undefined) call.write(`${JSON.stringify(request)}\n`);
  return call.done();
}

/** What a helper wrote. */
export function readEvents(output: string): Pick<CallResult, 'events' | 'error' | 'finished'> {
  const events = output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as HelperEvent);
  return {
    events,
    error: events.find((event) => event.event === 'error'),
    finished: events.find((event) => event.event === 'finished'),
  };
}
