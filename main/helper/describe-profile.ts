import { posix } from 'node:path';
import {
  formatDestination,
  parentDirectory,
  parseDestination,
  type LocalDestination,
  type SshDestination,
} from '../domain/destination.js';
import type { IniPolicy } from '../domain/rotate-backups-ini.js';
import { sshDirectoryFailure } from '../domain/ssh-directory.js';
import type { BackupDescription } from '../engine/backup-description.js';
import { BackupError, InvalidDestinationError } from '../shared/backup-error.js';
import type { Profile } from '../shared/profile.js';

/** A whole run of a profile, as run-arguments.ts describes it to the command. */
export function describeProfile(
  profile: Profile,
  ini: IniPolicy | null,
  destinationId: string | null,
): BackupDescription {
  return {
    source: profile.source,
    destination: formatDestination(profileDestination(profile)),
    actions: { backup: true, snapshot: true, rotate: true },
    cryptoName: profile.cryptoName,
    mountPoint: profile.mountPoint,
    excludes: profile.excludes,
    multiFs: profile.multiFs,
    rotation: profile.rotation,
    rotationLists: ini ?? { excludeList: [], includeList: [] },
    skipUnchanged: profile.skipUnchanged,
    dryRun: false,
    adopt: false,
    force: false,
    destinationId: destinationId ?? profile.destinationId,
  };
}

/**
 * Where root backs a profile up to: a directory of this machine, absolute and normalized, so that what was checked is what is
 * used; or one of another machine, over SSH, which proves by its host key which machine it is.
 *
 * An rsync daemon proves nothing. `run` asks for no password, and whoever sits at the machine chooses its network: root's files
 * would go to whatever answers there. A tunnel proves the host that it goes through only.
 *
 * @throws InvalidDestinationError
 */
export function profileDestination({
  name,
  destination,
}: Pick<Profile, 'name' | 'destination'>): LocalDestination | SshDestination {
  const parsed = parseDestination(destination);
  if (!parsed.ok) throw new InvalidDestinationError(parsed.failure);
  const { value } = parsed;
  if (value.kind === 'daemon') {
    throw new InvalidDestinationError({
      code: 'destination-unproven',
      title: `The backup “${name}” goes to an rsync daemon (“${destination}”), which does not prove which machine it is.`,
      advice: 'Back up over SSH as the administrator, or to the daemon as yourself.',
    });
  }
  if (value.kind === 'ssh') {
    const failure = sshDirectoryFailure(value);
    if (failure !== null) throw new InvalidDestinationError(failure);
    return value;
  }
  if (isCanonical(value.directory) && parentDirectory(value) !== null) return value;
  throw new InvalidDestinationError({
    code: 'destination-not-canonical',
    title: `The destination of the backup “${name}” is “${destination}”.`,
    advice:
      'Write it as an absolute path below another directory, without “.”, “..”, “//” and a slash at its end.',
  });
}

/**
 * The directory of this machine that every run updates.
 *
 * @throws InvalidDestinationError where it is on another one
 */
export function destinationDirectory(profile: Profile): string {
  const { kind, directory } = profileDestination(profile);
  if (kind === 'local') return directory;
  throw new InvalidDestinationError({
    code: 'destination-not-local',
    title: `The backup “${profile.name}” is on another machine (“${profile.destination}”).`,
    advice:
      'The command looks at its snapshots and restores them: sudo rsync-system-backup --list, --browse and --restore.',
  });
}

/** rsync(1), FILTER RULES: `!` drops every rule before it, and with them /proc and the like. */
export function checkExcludes({ name, excludes }: Profile): void {
  if (!excludes.includes('!')) return;
  throw new BackupError({
    code: 'invalid-exclude',
    title: `“!” would clear the list of everything that the backup “${name}” leaves out.`,
    advice: 'Remove it from the excludes.',
  });
}

function isCanonical(path: string): boolean {
  return path.startsWith('/') && posix.normalize(path) === path && !/.\/$/.test(path);
}
