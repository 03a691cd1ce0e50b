/** A line for whoever reads the session's journal; never shown in the window. */
export function logProblem(what: string, cause: unknown): void {
  console.error(`System Backup: ${what}`, cause);
}
