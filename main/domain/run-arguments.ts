import type { Profile } from '../shared/profile.js';
import { FREQUENCIES } from '../shared/rotation-policy.js';
import type { RotationPolicy } from '../shared/rotation-policy.js';

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
  const words = [
    'rsync-system-backup',
    ...(needsRoot ? [] : ['--no-sudo']),
    ...descriptionArguments(profile),
  ];
  return words.map(shellWord).join(' ');
}

/** sh(1): between single quotes nothing is special but they themselves. */
function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

function descriptionArguments(profile: Profile): readonly string[] {
  return [
    ...(profile.cryptoName === null ? [] : [`--crypto=${profile.cryptoName}`]),
    ...(profile.mountPoint === null ? [] : [`--mount=${profile.mountPoint}`]),
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
