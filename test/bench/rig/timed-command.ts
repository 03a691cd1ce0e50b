import { execFileSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';

/** Seconds that a program takes, from start to end. Its output is thrown away; a failure is thrown. */
export function timed(program: string, args: readonly string[]): number {
  const start = performance.now();
  execFileSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  return (performance.now() - start) / 1000;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** `1.01 (0.98 to 1.05)`: median, least and greatest. */
export function spread(values: readonly number[]): string {
  const [least, greatest] = [Math.min(...values), Math.max(...values)];
  return `${median(values).toFixed(3)} (${least.toFixed(3)} to ${greatest.toFixed(3)})`;
}
