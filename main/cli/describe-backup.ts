import { resolve } from 'node:path';
import { parentDirectory, parseDestination, type LocalDestination } from '../domain/destination.js';
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
export type CompleteCommandLine = CommandLine & { readonly destination: string };

/** Absolute path of the directory to update. */
export function localDestination(expression: string): string {
  const parsed = parseDestination(expression);
  if (!parsed.ok) throw new InvalidDestinationError(parsed.failure);
  if (parsed.value.kind !== 'local') throw notLocal(expression);
  const directory = resolve(parsed.value.directory);
  const local: LocalDestination = { kind: 'local', directory };
  if (parentDirectory(local) === null) throw noParent(expression);
  return directory;
}

export function describeBackup(
  commandLine: CompleteCommandLine,
  destination: string,
  ini: IniPolicy | null,
): BackupDescription {
  if (commandLine.excludes.includes('!')) throw clearingExclude();
  if (commandLine.tunnel !== null) throw notLocal(`--tunnel=${commandLine.tunnel}`);
  return {
    source: resolve(commandLine.source),
    destination,
    actions: commandLine.actions,
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

function notLocal(expression: string): BackupError {
  return new InvalidDestinationError({
    code: 'destination-not-local',
    title: `“${expression}” is on another machine; this version backs up to local directories only.`,
    advice:
      'Mount the other machine’s directory, or name a local one; a path with a colon begins with “./”.',
  });
}

function noParent(expression: string): BackupError {
  return new ParentDirectoryUnavailableError({
    code: 'destination-is-root',
    title: `“${expression}” cannot be a destination: there is no directory around it for the snapshots.`,
    advice: 'Name a directory for the backup, such as /mnt/backup/latest.',
  });
}
