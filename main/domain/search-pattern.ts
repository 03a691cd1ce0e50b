/** What is looked for: part of a name, or with `*` and `?` all of it. In lower case. */
export interface SearchPattern {
  /** null: any name that has `literal` in it. */
  readonly whole: string | null;
  /** In every name that fits, as it stands; may be empty. */
  readonly literal: string;
}

/** @returns null: nothing was typed. Spaces around do not count, nor does the case. */
export function parseSearchPattern(text: string): SearchPattern | null {
  const folded = text.replaceAll('\n', '').trim().toLowerCase();
  if (folded === '') return null;
  if (!/[*?]/.test(folded)) return { whole: null, literal: folded };
  const literals = folded.split(/[*?]+/).toSorted((a, b) => b.length - a.length);
  return { whole: folded, literal: literals[0] ?? '' };
}

/**
 * Whether the part of `text` from `from` to `to` fits a pattern as a whole: `*` stands for any characters, `?` for one. Takes no
 * longer than the lengths multiplied.
 */
export function fitsWhole(
  pattern: string,
  text: string,
  from = 0,
  to: number = text.length,
): boolean {
  let at = from;
  let wanted = 0;
  let star = -1;
  let retry = 0;
  while (at < to) {
    const one = pattern.charCodeAt(wanted);
    if (one === STAR) {
      star = wanted;
      wanted += 1;
      retry = at;
    } else if (one === ANY || one === text.charCodeAt(at)) {
      at += 1;
      wanted += 1;
    } else if (star !== -1) {
      // The last star takes one character more.
      wanted = star + 1;
      retry += 1;
      at = retry;
    } else return false;
  }
  while (pattern.charCodeAt(wanted) === STAR) wanted += 1;
  return wanted === pattern.length;
}

const STAR = '*'.charCodeAt(0);
const ANY = '?'.charCodeAt(0);
