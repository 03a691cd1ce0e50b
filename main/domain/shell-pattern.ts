/** A set of characters between brackets, whose first may be a closing bracket itself; or one character. */
const TOKEN = /\[(?:(!)|(?!!))(\][^\]]*|[^\]]+)\]|[\s\S]/gu;

/**
 * Whether a shell pattern matches a whole name, with the rules of Python's fnmatch: `*` and `?`
 * match slashes and leading dots too, `[a-z]` and `[!a-z]` one character, and nothing is escaped.
 */
export function matchesShellPattern(name: string, pattern: string): boolean {
  const source = pattern.replace(TOKEN, (token: string, negation?: string, members?: string) =>
    members === undefined ? oneCharacter(token) : characterSet(negation === '!', members),
  );
  return new RegExp(`^${source}$`, 'su').test(name);
}

function oneCharacter(character: string): string {
  switch (character) {
    case '*':
      return '.*';
    case '?':
      return '.';
    default:
      return codePoint(character);
  }
}

/** A range that runs backwards holds nothing. */
function characterSet(isNegated: boolean, members: string): string {
  const ranges = Array.from(members.matchAll(/(.)-(.)|./gsu), ([member, first, last]) =>
    first === undefined || last === undefined
      ? codePoint(member)
      : first <= last
        ? `${codePoint(first)}-${codePoint(last)}`
        : '',
  );
  return `[${isNegated ? '^' : ''}${ranges.join('')}]`;
}

/** As an escape, so that no character has a meaning in the regular expression. */
function codePoint(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
