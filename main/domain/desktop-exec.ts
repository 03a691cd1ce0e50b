/**
 * A command as the key Exec of a desktop entry has it: each argument is quoted, and what is special is escaped, twice, as the
 * general rule for strings comes after that of quoting.
 *
 * https://specifications.freedesktop.org/desktop-entry-spec/latest/exec-variables.html
 */
export function desktopExec(command: readonly string[]): string {
  const quoted = command.map((argument) => `"${argument.replaceAll(/["`$\\]/g, '\\$&')}"`);
  return quoted.join(' ').replaceAll('\\', '\\\\').replaceAll('%', '%%');
}
