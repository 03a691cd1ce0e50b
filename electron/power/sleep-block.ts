import { powerSaveBlocker } from 'electron/main';
import type { RunState } from '../../main/shared/run-state.js';
import type { Phase } from '../../main/shared/run-event.js';

/** Phases in which rsync and cp work for long. The screen may sleep in them. */
const AWAKE: ReadonlySet<Phase> = new Set(['detach', 'rsync', 'snapshot']);

/** Keeps the computer from going to sleep by itself over a copy that is half done. */
export class SleepBlock {
  #id: number | null = null;

  show(state: RunState): void {
    const phase = state.kind === 'running' ? state.run.phase : null;
    const wanted = phase !== null && AWAKE.has(phase);
    if (wanted) this.#id ??= powerSaveBlocker.start('prevent-app-suspension');
    else this.#release();
  }

  #release(): void {
    if (this.#id !== null) powerSaveBlocker.stop(this.#id);
    this.#id = null;
  }
}
