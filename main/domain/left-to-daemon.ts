import { DestinationContextUnavailableError } from '../shared/backup-error.js';

/** @param expression the destination */
export function leftToDaemon(expression: string): DestinationContextUnavailableError {
  return new DestinationContextUnavailableError({
    code: 'daemon-keeps-snapshots',
    title: `“${expression}” is an rsync daemon, which keeps its snapshots itself: they are looked at and restored from here, and not changed.`,
    advice: 'Change them on that machine, or over SSH.',
  });
}
