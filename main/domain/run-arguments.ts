import type { Profile } from '../shared/profile.js';
import { DEFAULT_TIMEOUT } from '../shared/remote-choices.js';
import { FREQUENCIES } from '../shared/rotation-policy.js';
import type { RotationPolicy } from '../shared/rotation-policy.js';
import { remotePlace } from './remote-place.js';
import { shellWord } from './shell-word.js';

/**
 * The command line that runs a profile as the person who called it: events on standard output,
 * `cancel` on standard input, and the end of standard input cancels too.
 */
export function runArguments(profile: Profile): readonly string[] {
  return [
    '--json',
    '--control',
    '--no-sudo',
    '--disable-notifications',
    ...descriptionArguments(profile),
  ];
}

/** For a person's terminal: the command that does the same, as text. It asks for a password where root is needed. */
export function commandLineOf(profile: Profile, needsRoot: boolean): string {
  // Without --no-sudo, sudo is used on both sides.
  const noSudoThere = needsRoot && !profile.remote.sudo && remotePlace(profile)?.kind === 'ssh';
  const words = [
    ...(noSudoThere ? ['sudo'] : []),
    'rsync-system-backup',
    ...(needsRoot && !noSudoThere ? [] : ['--no-sudo']),
    ...descriptionArguments(profile),
  ];
  return words.map(shellWord).join(' ');
}

function descriptionArguments(profile: Profile): readonly string[] {
  return [
    ...(profile.cryptoName === null ? [] : [`--crypto=${profile.cryptoName}`]),
    ...(profile.mountPoint === null ? [] : [`--mount=${profile.mountPoint}`]),
    ...remoteArguments(profile),
    ...(profile.multiFs ? ['--multi-fs'] : []),
    ...(profile.skipUnchanged ? ['--skip-unchanged'] : []),
    ...rotationArguments(profile.rotation),
    ...profile.excludes.map((pattern) => `--exclude=${pattern}`),
    ...(profile.destinationId === null ? [] : [`--expect-destination=${profile.destinationId}`]),
    '--',
    profile.source,
    profile.destination,
  ];
}

function remoteArguments(profile: Profile): readonly string[] {
  const place = remotePlace(profile);
  if (place === null) return [];
  const { tunnel, timeout, bandwidth, passwordFile } = profile.remote;
  const ofDaemon = place.kind === 'daemon' ? { tunnel, 'password-file': passwordFile } : {};
  const values = {
    ...ofDaemon,
    timeout: timeout === DEFAULT_TIMEOUT ? null : String(timeout),
    bwlimit: bandwidth,
  };
  return Object.entries(values).flatMap(([name, value]) =>
    value === null ? [] : [`--${name}=${value}`],
  );
}

function rotationArguments(policy: RotationPolicy): readonly string[] {
  const counts = FREQUENCIES.flatMap((frequency) => {
    const count = policy.scheme[frequency];
    return count === undefined ? [] : [`--${frequency}=${count}`];
  });
  return [
    ...counts,
    ...(policy.strict ? [] : ['--relaxed']),
    ...(policy.preferRecent ? ['--prefer-recent'] : []),
    ...(policy.keepNewest ? [] : ['--no-keep-newest']),
  ];
}
