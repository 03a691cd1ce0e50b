/** A line for whoever reads the session's journal; never shown in the window. */
export function logProblem(what: string, cause: unknown): void {
  console.error(`System Backup: ${what}`, cause);
}

/** As logProblem, for what is in order and may still be asked for one day. */
export function logNote(what: string): void {
  console.info(`System Backup: ${what}`);
}
