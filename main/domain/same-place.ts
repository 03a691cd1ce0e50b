import type { Profile } from '../shared/profile.js';

type Place = Pick<Profile, 'destination' | 'mountPoint' | 'cryptoName' | 'remote'>;

/** What tells where a profile goes from other places; for comparing and for the log. */
export function placeOf({ destination, mountPoint, cryptoName, remote }: Place): string {
  return JSON.stringify([destination, mountPoint, cryptoName, remote.tunnel]);
}

/** True: what is known of the one's destination holds for the other's. */
export function isSamePlace(one: Place, other: Place): boolean {
  return placeOf(one) === placeOf(other);
}
