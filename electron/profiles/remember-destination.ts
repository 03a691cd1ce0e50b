import { logProblem } from '../log.js';
import type { SettingsFile } from '../settings/settings-file.js';
import type { KnownProfile } from './known-profiles.js';

/** Of profiles that are the person's own; the helper remembers that of the others. */
export function rememberDestination(
  settings: SettingsFile,
  { profile: { id }, needsRoot }: KnownProfile,
  destinationId: string,
): void {
  if (needsRoot) return;
  const written = settings.update((before) => ({
    ...before,
    profiles: before.profiles.map((profile) =>
      profile.id === id ? { ...profile, destinationId } : profile,
    ),
  }));
  if (!written.ok) logProblem(written.failure.title, written.failure.detail);
}
