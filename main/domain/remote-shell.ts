/**
 * Reads `$RSYNC_RSH` as rsync does (rsync(1), --rsh): words between spaces; in quotes of either kind spaces belong to the
 * word, and a doubled quote stands for itself.
 */
export function parseRemoteShell(text: string): readonly string[] {
  return [...text.matchAll(WORD)].map(([word]) =>
    word.replace(QUOTED, (_, single: string | undefined, double: string | undefined) =>
      single === undefined ? (double ?? '').replaceAll('""', '"') : single.replaceAll("''", "'"),
    ),
  );
}

/** The reverse. */
export function formatRemoteShell(words: readonly string[]): string {
  return words
    .map((word) => (PLAIN.test(word) ? word : `'${word.replaceAll("'", "''")}'`))
    .join(' ');
}

const QUOTED = /'((?:[^']|'')*)'|"((?:[^"]|"")*)"/g;
const WORD = /(?:'(?:[^']|'')*'|"(?:[^"]|"")*"|[^\s'"])+/g;
const PLAIN = /^[\w@%+=:,./-]+$/;
