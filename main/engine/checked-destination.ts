import { parseDestination, type Destination } from '../domain/destination.js';
import {
  BackupError,
  DestinationContextUnavailableError,
  InvalidDestinationError,
} from '../shared/backup-error.js';
import type { BackupDescription } from './backup-description.js';

/** @throws BackupError for what cannot be done with a destination of this kind, before anything is looked at. */
export function checkedDestination(description: BackupDescription): Destination {
  const { destination: expression, actions, cryptoName, mountPoint } = description;
  const parsed = parseDestination(expression);
  if (!parsed.ok) throw new InvalidDestinationError(parsed.failure);
  const destination = parsed.value;
  if (destination.kind === 'local') return destination;
  if (cryptoName !== null || mountPoint !== null) throw diskElsewhere(expression);
  if (destination.kind === 'daemon' && (actions.snapshot || actions.rotate)) {
    throw noCommands(expression);
  }
  return destination;
}

function diskElsewhere(expression: string): BackupError {
  return new InvalidDestinationError({
    code: 'disk-not-here',
    title: `“${expression}” is on another machine, and --crypto and --mount open disks of this one.`,
    advice: 'Have the disk mounted there, by its /etc/fstab.',
  });
}

function noCommands(expression: string): BackupError {
  return new DestinationContextUnavailableError({
    code: 'daemon-has-no-snapshots',
    title: `“${expression}” is an rsync daemon, which takes files only: its snapshots cannot be taken or rotated from here.`,
    advice:
      'Leave out --snapshot and --rotate, and have the daemon do both after each transfer (post-xfer exec; see README), or back up over SSH.',
  });
}
