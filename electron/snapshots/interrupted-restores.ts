import { displayName } from '../../main/shared/display-name.js';
import { success } from '../../main/shared/result.js';
import type { Result } from '../../main/shared/result.js';
import type { RestoreRemains, SettleRequest } from '../../main/shared/snapshot-requests.js';
import {
  recoverRestores,
  type DoneRestore,
  type RecoveredRestores,
} from '../../main/system/store/recover-restores.js';
import { logProblem } from '../log.js';
import type { RestoreTrace, WorkPlace } from './work-contract.js';
import type { SnapshotWorker } from './worker-client.js';

/**
 * Restores whose application, or thread, was killed. What was half done is taken back at the next start, before anybody looks;
 * what one that was done had replaced is kept until the person has said what becomes of it.
 */
export class InterruptedRestores {
  readonly #worker: SnapshotWorker;
  readonly #notes: string;
  #recovered = Promise.resolve();
  /** Of which the person has not said yet that they know; of so many it was told. */
  #takenBack: readonly string[] = [];
  #told = 0;
  /** What could not be settled is told of once, until the next start. */
  #toldStuck: readonly string[] = [];
  readonly #knownStuck = new Set<string>();
  /** What was told to be kept, by its id. */
  readonly #kept = new Map<string, RestoreTrace>();

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
    await this.#recovered;
    const recovered = await this.#worker.ask('recoverRestores', place, { notes: this.#notes });
    if (!recovered.ok) return recovered;
    const done = this.#remember(recovered.value);
    for (const { trace } of done) this.#kept.set(trace.workspace, trace);
    const takenBack = this.#takenBack;
    this.#told = takenBack.length;
    const stuck = recovered.value.stuck.map(({ path }) => path);
    this.#toldStuck = stuck.filter((path) => !this.#knownStuck.has(path));
    if (done.length + takenBack.length + this.#toldStuck.length === 0) return success(null);
    const restored = done.flatMap(pathsOf);
    const kept = done.map(({ trace }) => trace.workspace);
    return success({ takenBack, restored, kept, stuck: this.#toldStuck });
  }

  /**
   * Of nothing but what the person was told of: a disk that has come back since may have more.
   *
   * @returns paths of what was changed since, and so was left
   */
  async settle(
    place: WorkPlace,
    { kept, undo }: Omit<SettleRequest, 'profileId'>,
  ): Promise<Result<readonly string[]>> {
    this.#takenBack = this.#takenBack.slice(this.#told);
    this.#told = 0;
    for (const path of this.#toldStuck) this.#knownStuck.add(path);
    const traces = kept.flatMap((id) => this.#kept.get(id) ?? []);
    if (traces.length === 0) return success([]);
    if (undo) return this.#worker.ask('undoRestore', place, { traces });
    const finished = await this.#worker.ask('finishRestore', place, { traces });
    return finished.ok ? success([]) : finished;
  }

  #remember({ takenBack, done, stuck }: RecoveredRestores): RecoveredRestores['done'] {
    for (const { path, complaint } of stuck) {
      logProblem(`what an interrupted restore left is still there: ${path}`, complaint);
    }
    this.#takenBack = [...this.#takenBack, ...takenBack];
    return done;
  }
}

/** As people read them. */
function pathsOf({ trace, restored }: DoneRestore): readonly string[] {
  return restored.map((path) => `${trace.target}/${displayName(path)}`);
}
