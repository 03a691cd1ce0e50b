import { NO_RUN, nextRunState } from '../../main/domain/next-run-state.js';
import type { RunInput, RunProcess } from '../../main/domain/next-run-state.js';
import { timesKept } from '../../main/domain/snapshot-times.js';
import type { PassphraseEvent } from '../../main/shared/helper-protocol.js';
import { failure, success } from '../../main/shared/result.js';
import type { Result } from '../../main/shared/result.js';
import type { RunEvent } from '../../main/shared/run-event.js';
import type { RunState } from '../../main/shared/run-state.js';
import type { KnownProfile } from '../profiles/known-profiles.js';
import type { RunLogFile } from './run-log-file.js';
import type { RunHandle, StartRun } from './start-run.js';

export interface RunServicePorts {
  readonly startRun: StartRun;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly onChange: (before: RunState, after: RunState) => void;
  /** The run has written to the destination with this identity. */
  readonly onDestination: (profile: KnownProfile, destinationId: string) => void;
  /** Remembers what the run has seen on another machine. */
  readonly log: Pick<RunLogFile, 'noteSpace' | 'noteSnapshots'>;
}

/** Holds the run state: one run at a time, in a process of its own. */
export class RunService {
  readonly #ports: RunServicePorts;
  #process: RunProcess = NO_RUN;
  #handle: RunHandle | null = null;

  constructor(ports: RunServicePorts) {
    this.#ports = ports;
  }

  get state(): RunState {
    return this.#process.state;
  }

  start(known: KnownProfile): Result<null> {
    if (this.state.kind === 'running') return failure(ALREADY_RUNNING);
    this.#take({ kind: 'started', profileId: known.profile.id, at: this.#ports.now() });
    const handle = this.#ports.startRun(known, (event) => this.#hear(known, event));
    this.#handle = handle;
    void handle.done.then((ending) => {
      this.#handle = null;
      this.#take({ kind: 'ended', at: this.#ports.now(), ending });
    });
    return success(null);
  }

  cancel(): void {
    if (this.#handle === null) return;
    this.#take({ kind: 'cancel' });
    this.#handle.cancel();
  }

  /** Passed on and not kept. Where nothing is asked any more, there is nothing to answer. */
  answer(passphrase: string): void {
    if (this.state.kind !== 'running' || this.state.run.question === null) return;
    this.#take({ kind: 'answered' });
    this.#handle?.answer(passphrase);
  }

  /** Settles when no process of a run is left. */
  async whenGone(): Promise<void> {
    await this.#handle?.done;
  }

  #hear(known: KnownProfile, event: RunEvent | PassphraseEvent): void {
    this.#take({ kind: 'event', event });
    const { log, now } = this.#ports;
    if (event.event === 'rotation') {
      log.noteSnapshots(known.profile, timesKept(event), now());
    }
    if (event.event !== 'finished') return;
    if (event.space !== undefined) log.noteSpace(known.profile.id, { at: now(), ...event.space });
    if (event.destinationId === null) return;
    if (event.destinationId !== known.profile.destinationId) {
      this.#ports.onDestination(known, event.destinationId);
    }
  }

  #take(input: RunInput): void {
    const before = this.state;
    this.#process = nextRunState(this.#process, input);
    if (this.state !== before) this.#ports.onChange(before, this.state);
  }
}

const ALREADY_RUNNING = {
  code: 'already-running',
  title: 'A backup is running already.',
  advice: 'Wait until it has finished, or cancel it.',
  detail: '',
};
