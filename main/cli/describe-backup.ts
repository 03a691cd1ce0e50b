import { resolve } from 'node:path';
import {
  formatDestination,
  parentDirectory,
  parseDestination,
  type Destination,
  type LocalDestination,
} from '../domain/destination.js';
import type { IniPolicy } from '../domain/rotate-backups-ini.js';
import type { BackupDescription } from '../engine/backup-description.js';
import {
  BackupError,
  InvalidDestinationError,
  ParentDirectoryUnavailableError,
} from '../shared/backup-error.js';
import { DEFAULT_ROTATION_POLICY, type RotationPolicy } from '../shared/rotation-policy.js';
import type { CommandLine } from './command-line.js';

/** A command line of which the destination is known. */
export type CompleteCommandLine = CommandLine & {
  readonly destination: string;
  /** rsync's exit value of the transfer after which a daemon calls; null: it does not. */
  readonly transferStatus: number | null;
};

/** What is to be updated; a directory of this machine is absolute. */
export function completeDestination({
  destination: expression,
  tunnel,
  passwordFile,
}: Pick<CompleteCommandLine, 'destination' | 'tunnel' | 'passwordFile'>): Destination {
  const parsed = parseDestination(expression);
  if (!parsed.ok) throw new InvalidDestinationError(parsed.failure);
  const { value } = parsed;
  if (value.kind !== 'daemon') {
    if (tunnel !== null) throw forDaemons('--tunnel', expression);
    if (passwordFile !== null) throw forDaemons('--password-file', expression);
  }
  if (value.kind !== 'local') return value;
  const local: LocalDestination = { kind: 'local', directory: resolve(value.directory) };
  if (parentDirectory(local) === null) throw noParent(expression);
  return local;
}

export function describeBackup(
  commandLine: CompleteCommandLine,
  destination: Destination,
  ini: IniPolicy | null,
): BackupDescription {
  if (commandLine.excludes.includes('!')) throw clearingExclude();
  const { transferStatus } = commandLine;
  return {
    source: resolve(commandLine.source),
    destination: formatDestination(destination),
    actions: chosenActions(commandLine, destination),
    ...(transferStatus === null ? {} : { transferStatus }),
    cryptoName: commandLine.cryptoName,
    mountPoint: commandLine.mountPoint === null ? null : resolve(commandLine.mountPoint),
    excludes: commandLine.excludes,
    multiFs: commandLine.multiFs,
    rotation: choosePolicy(commandLine, ini),
    rotationLists: ini ?? { excludeList: [], includeList: [] },
    skipUnchanged: commandLine.skipUnchanged,
    dryRun: commandLine.dryRun,
    adopt: commandLine.adopt,
    force: commandLine.force,
    destinationId: commandLine.expectDestination,
  };
}

/** A daemon takes files only. What was asked for by name is refused later, with the reason. */
function chosenActions(
  { actions, actionsGiven }: CommandLine,
  { kind }: Destination,
): BackupDescription['actions'] {
  if (kind !== 'daemon' || actionsGiven) return actions;
  return { backup: true, snapshot: false, rotate: false };
}

/** The command line decides; what it leaves open rotate-backups.ini decides, then the default. */
function choosePolicy(commandLine: CommandLine, ini: IniPolicy | null): RotationPolicy {
  const given = Object.keys(commandLine.scheme).length > 0;
  const fromIni = Object.keys(ini?.scheme ?? {}).length > 0 ? ini?.scheme : undefined;
  return {
    scheme: given ? commandLine.scheme : (fromIni ?? DEFAULT_ROTATION_POLICY.scheme),
    strict: commandLine.strict && (given || (ini?.strict ?? true)),
    preferRecent: commandLine.preferRecent || (!given && (ini?.preferRecent ?? false)),
    keepNewest: commandLine.keepNewest,
  };
}

/** rsync(1), FILTER RULES: `!` drops every rule before it, and with them /proc and the like. */
function clearingExclude(): BackupError {
  return new BackupError({
    code: 'invalid-exclude',
    title: '“!” would clear the list of everything that is left out.',
    advice: 'Leave out --exclude=!.',
  });
}

function forDaemons(option: string, expression: string): BackupError {
  return new InvalidDestinationError({
    code: 'destination-not-a-daemon',
    title: `${option} is for rsync daemons, and “${expression}” is none.`,
    advice: 'Name a module, [USER@]HOST::MODULE, or leave the option out.',
  });
}

function noParent(expression: string): BackupError {
  return new ParentDirectoryUnavailableError({
    code: 'destination-is-root',
    title: `“${expression}” cannot be a destination: there is no directory around it for the snapshots.`,
    advice: 'Name a directory for the backup, such as /mnt/backup/latest.',
  });
}
