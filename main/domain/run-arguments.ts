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
