import { randomInt } from 'node:crypto';

/** The same numbers again for whoever sets TEST_SEED to the seed that was printed. */
export interface SeededRandom {
  readonly seed: number;
  /** From 0 up to, but not including, 1. */
  readonly next: () => number;
}

/** mulberry32: small, and good enough to choose moments. */
export function seededRandom(): SeededRandom {
  const seed = Number(process.env['TEST_SEED'] ?? randomInt(2 ** 31));
  console.log(`TEST_SEED=${String(seed)}`);
  let state = seed;
  return {
    seed,
    next: () => {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    },
  };
}
