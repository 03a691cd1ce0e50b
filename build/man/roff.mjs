/** Text as man(7) shows it letter for letter: a plain “-” would become a hyphen, a line that begins with a dot a macro. */
export function roff(text) {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^([.'])/gm, '\\&$1');
}
