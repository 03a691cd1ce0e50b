import { NO_RUN, nextRunState } from '../../main/domain/next-run-state.js';
import type { RunInput, RunProcess } from '../../main/domain/next-run-state.js';
import type { Profile } from '../../main/shared/profile.js';
import { failure, success } from '../../main/shared/result.js';
import type { Result } from '../../main/shared/result.js';
import type { RunEvent } from '../../main/shared/run-event.js';
import type { RunState } from '../../main/shared/run-state.js';
import type { RunHandle, StartRun } from './start-run.js';

export interface RunServicePorts {
  readonly startRun: StartRun;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly onChange: (before: RunState, after: RunState) => void;
  /** The run has written to the destination with this identity. */
  readonly onDestination: (profile: Profile, destinationId: string) => void;
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

  start(profile: Profile): Result<null> {
    if (this.state.kind === 'running') return failure(ALREADY_RUNNING);
    this.#take({ kind: 'started', profileId: profile.id, at: this.#ports.now() });
    const handle = this.#ports.startRun(profile, (event) => this.#hear(profile, event));
    this.#handle = handle;
    void handle.done.then((detail) => {
      this.#handle = null;
      this.#take({ kind: 'ended', at: this.#ports.now(), detail });
    });
    return success(null);
  }

  cancel(): void {
    if (this.#handle === null) return;
    this.#take({ kind: 'cancel' });
    this.#handle.cancel();
  }

  /** Settles when no process of a run is left. */
  async whenGone(): Promise<void> {
    await this.#handle?.done;
  }

  #hear(profile: Profile, event: RunEvent): void {
    this.#take({ kind: 'event', event });
    if (event.event !== 'finished' || event.destinationId === null) return;
    if (event.destinationId !== profile.destinationId) {
      this.#ports.onDestination(profile, event.destinationId);
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
