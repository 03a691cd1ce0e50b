/**
 * Asks a person for the passphrase of an encrypted disk.
 *
 * @param disk crypttab(5) name
 * @param attempt 1 at first; more: the passphrase before was wrong
 * @throws CancelledError when the person does not want to
 */
export type AskPassphrase = (disk: string, attempt: number, signal: AbortSignal) => Promise<string>;
