export interface ComparedLine {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** Lines that are added and removed together; beyond that a comparison helps nobody, and takes long. */
const MOST_DIFFERENCES = 500;

/**
 * The shortest way from one text to the other, line by line (E. Myers, An O(ND) Difference Algorithm, 1986).
 *
 * @returns null: they have too little in common.
 */
export function compareLines(before: string, after: string): readonly ComparedLine[] | null {
  const [a, b] = [linesOf(before), linesOf(after)];
  const trace = findWay(a, b);
  return trace === null ? null : walkBack(a, b, trace);
}

function linesOf(text: string): readonly string[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

type Furthest = ReadonlyMap<number, number>;

/** For each number of differences, how far each diagonal gets. */
function findWay(a: readonly string[], b: readonly string[]): readonly Furthest[] | null {
  const trace: Furthest[] = [];
  let furthest = new Map<number, number>([[1, 0]]);
  const most = Math.min(a.length + b.length, MOST_DIFFERENCES);
  for (let differences = 0; differences <= most; differences += 1) {
    trace.push(new Map(furthest));
    const next = new Map(furthest);
    for (let diagonal = -differences; diagonal <= differences; diagonal += 2) {
      let x = startOf(furthest, diagonal, differences);
      while (x < a.length && x - diagonal < b.length && a[x] === b[x - diagonal]) x += 1;
      next.set(diagonal, x);
      if (x >= a.length && x - diagonal >= b.length) return trace;
      furthest = next;
    }
  }
  return null;
}

function startOf(furthest: Furthest, diagonal: number, differences: number): number {
  return comesFromAbove(furthest, diagonal, differences)
    ? (furthest.get(diagonal + 1) ?? 0)
    : (furthest.get(diagonal - 1) ?? 0) + 1;
}

function comesFromAbove(furthest: Furthest, diagonal: number, differences: number): boolean {
  if (diagonal === -differences) return true;
  if (diagonal === differences) return false;
  return (furthest.get(diagonal - 1) ?? 0) < (furthest.get(diagonal + 1) ?? 0);
}

function walkBack(
  a: readonly string[],
  b: readonly string[],
  trace: readonly Furthest[],
): readonly ComparedLine[] {
  const lines: ComparedLine[] = [];
  let [x, y] = [a.length, b.length];
  for (const [differences, furthest] of [...trace.entries()].toReversed()) {
    const diagonal = x - y;
    const above = comesFromAbove(furthest, diagonal, differences);
    const fromX = furthest.get(above ? diagonal + 1 : diagonal - 1) ?? 0;
    const fromY = fromX - (above ? diagonal + 1 : diagonal - 1);
    while (x > fromX && y > fromY && x > 0 && y > 0) {
      x -= 1;
      y -= 1;
      lines.push({ kind: 'same', text: a[x] ?? '' });
    }
    if (differences === 0) break;
    if (above) {
      y -= 1;
      lines.push({ kind: 'added', text: b[y] ?? '' });
    } else {
      x -= 1;
      lines.push({ kind: 'removed', text: a[x] ?? '' });
    }
  }
  return lines.reverse();
}
