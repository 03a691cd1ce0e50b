/** What can be offered for an argument, by the name that it has in --help. No entry: it is anything. */
export const OPTION_VALUES = {
  CLASS: { words: ['idle', 'best-effort', 'realtime'] },
  COUNT: { words: ['always'] },
  DIRECTORY: { directories: true },
  NAME: { crypttab: true },
  RULE: { words: ['keep-both', 'replace', 'only-missing', 'only-newer'] },
  SNAPSHOT: { words: ['newest'] },
};

/** Prints the names in crypttab(5), one a line. */
export const CRYPTTAB_NAMES = `sed -n 's/^\\([^#[:space:]][^[:space:]]*\\).*/\\1/p' /etc/crypttab 2> /dev/null`;

/** The first sentence of an option's help. */
export function summary(help) {
  return help.split(/[.;] |: /)[0].replace(/\.$/, '');
}
