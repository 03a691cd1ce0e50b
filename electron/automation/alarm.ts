/** The longest that is slept at once: nobody tells of a clock that was changed, and timers count the time slept by another. */
const LONGEST_NAP = 60 * 60_000;

/** Rings at a time of the wall clock, or somewhat before: whoever is woken looks at the clock again. */
export class Alarm {
  readonly #now: () => number;
  readonly #onRing: () => void;
  #timer: NodeJS.Timeout | null = null;

  constructor(now: () => number, onRing: () => void) {
    this.#now = now;
    this.#onRing = onRing;
  }

  /** The one time that it rings at; milliseconds since the epoch. null: it does not ring. */
  set(at: number | null): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (at === null) return;
    const nap = Math.min(Math.max(at - this.#now(), 0), LONGEST_NAP);
    this.#timer = setTimeout(this.#onRing, nap);
  }
}
