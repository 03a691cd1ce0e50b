import { displayName } from '../../main/shared/display-name.js';
import { success } from '../../main/shared/result.js';
import type { Result } from '../../main/shared/result.js';
import type { RestoreRemains } from '../../main/shared/snapshot-requests.js';
import {
  recoverRestores,
  type RecoveredRestores,
} from '../../main/system/store/recover-restores.js';
import { logProblem } from '../log.js';
import type { WorkPlace } from './work-contract.js';
import type { SnapshotWorker } from './worker-client.js';

/**
 * Restores whose application, or thread, was killed. What was half done is taken back at the next start, before anybody looks;
 * what one that was done had replaced is kept until the person has said what becomes of it.
 */
export class InterruptedRestores {
  readonly #worker: SnapshotWorker;
  readonly #notes: string;
  #recovered = Promise.resolve();
  /** Of which the person does not know yet. */
  #takenBack: readonly string[] = [];

  /** @param notes directory where it is noted what restores keep */
  constructor(worker: SnapshotWorker, notes: string) {
    this.#worker = worker;
    this.#notes = notes;
  }

  recover(): void {
    this.#recovered = recoverRestores(this.#notes).then(
      (recovered) => void this.#remember(recovered),
      (error: unknown) => logProblem('what an interrupted restore left is still there', error),
    );
  }

  get recovered(): Promise<void> {
    return this.#recovered;
  }

  /** null: there is nothing to be said. */
  async remains(place: WorkPlace): Promise<Result<RestoreRemains | null>> {
    const done = await this.#look(place);
    if (!done.ok) return done;
    const restored = done.value.flatMap(({ trace, restored }) =>
      restored.map((path) => `${trace.target}/${displayName(path)}`),
    );
    const takenBack = this.#takenBack;
    const isNothing = restored.length + takenBack.length === 0;
    return success(isNothing ? null : { takenBack, restored });
  }

  /**
   * @param undo true: what was replaced comes back; false: it goes
   * @returns paths of what was changed since, and so was left
   */
  async settle(place: WorkPlace, undo: boolean): Promise<Result<readonly string[]>> {
    const done = await this.#look(place);
    if (!done.ok) return done;
    this.#takenBack = [];
    const traces = done.value.map(({ trace }) => trace);
    if (undo) return this.#worker.ask('undoRestore', place, { traces });
    const finished = await this.#worker.ask('finishRestore', place, { traces });
    return finished.ok ? success([]) : finished;
  }

  async #look(place: WorkPlace): Promise<Result<RecoveredRestores['done']>> {
    await this.#recovered;
    const recovered = await this.#worker.ask('recoverRestores', place, { notes: this.#notes });
    return recovered.ok ? success(this.#remember(recovered.value)) : recovered;
  }

  #remember({ takenBack, done }: RecoveredRestores): RecoveredRestores['done'] {
    this.#takenBack = [...this.#takenBack, ...takenBack];
    return done;
  }
}
