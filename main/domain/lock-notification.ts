import type { DiskView } from '../shared/app-view.js';
import type { Result } from '../shared/result.js';
import { sayLocked } from '../shared/say-disk.js';
import type { NotificationText } from './notification.js';

/** What a person is told who has locked a disk from the tray, where there is no other place to say it. */
export function lockNotification(
  { id, name }: { readonly id: string; readonly name: string },
  disk: DiskView,
  locked: Result<null>,
): NotificationText {
  const words = locked.ok
    ? sayLocked(disk)
    : `${locked.failure.title} ${locked.failure.advice}`.trim();
  return {
    about: `run of ${id}`,
    title: name,
    body: words,
    urgency: locked.ok ? 'normal' : 'critical',
    problem: !locked.ok,
    actions: [{ kind: 'open', place: { page: 'overview', profileId: id } }],
  };
}
