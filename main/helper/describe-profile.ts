import { posix } from 'node:path';
import { parentDirectory, parseDestination } from '../domain/destination.js';
import type { IniPolicy } from '../domain/rotate-backups-ini.js';
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
    destination: destinationDirectory(profile),
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
 * The directory that every run updates, absolute and normalized: what was checked is what is used.
 *
 * @throws InvalidDestinationError
 */
export function destinationDirectory({ name, destination }: Profile): string {
  const parsed = parseDestination(destination);
  if (!parsed.ok) throw new InvalidDestinationError(parsed.failure);
  if (parsed.value.kind !== 'local') {
    throw new InvalidDestinationError({
      code: 'destination-not-local',
      title: `The backup “${name}” goes to another machine (“${destination}”).`,
      advice: 'Backups of the system go to local directories only, in this version.',
    });
  }
  const { directory } = parsed.value;
  if (isCanonical(directory) && parentDirectory(parsed.value) !== null) return directory;
  throw new InvalidDestinationError({
    code: 'destination-not-canonical',
    title: `The destination of the backup “${name}” is “${destination}”.`,
    advice:
      'Write it as an absolute path below another directory, without “.”, “..”, “//” and a slash at its end.',
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
