import { isSamePlace } from '../../main/domain/same-place.js';
import { logProblem } from '../log.js';
import type { SettingsFile } from '../settings/settings-file.js';
import type { KnownProfile } from './known-profiles.js';

/** Of profiles that are the person's own, unless they go elsewhere meanwhile; the helper remembers that of the others. */
export function rememberDestination(
  settings: SettingsFile,
  { profile: written, needsRoot }: KnownProfile,
  destinationId: string,
): void {
  if (needsRoot) return;
  const saved = settings.update((before) => ({
    ...before,
    profiles: before.profiles.map((profile) =>
      profile.id === written.id && isSamePlace(profile, written)
        ? { ...profile, destinationId }
        : profile,
    ),
  }));
  if (!saved.ok) logProblem(saved.failure.title, saved.failure.detail);
}
