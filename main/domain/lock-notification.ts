import type { DiskView } from '../shared/app-view.js';
import type { Result } from '../shared/result.js';
import { sayLocked } from '../shared/say-disk.js';
import { escapeMarkup } from './run-notification.js';
import type { NotificationText } from './run-notification.js';

/** What a person is told who has locked a disk from the tray, where there is no other place to say it. */
export function lockNotification(
  profileName: string,
  disk: DiskView,
  locked: Result<null>,
): NotificationText {
  const words = locked.ok
    ? sayLocked(disk)
    : `${locked.failure.title} ${locked.failure.advice}`.trim();
  return { title: profileName, body: escapeMarkup(words), urgent: !locked.ok };
}
