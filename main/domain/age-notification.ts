import type { ProfileView } from '../shared/app-view.js';
import type { AgeNotice } from '../shared/run-log.js';
import { saySafety } from '../shared/say-safety.js';
import type { NotificationText } from './notification.js';

/** The notice that a profile's age deserves; null: none. A demonstration grows old in peace. */
export function ageNotice({ overdue, demonstration }: ProfileView): AgeNotice | null {
  return demonstration ? null : overdue;
}

/** True: the person has had this notice, or the graver one of the same backup. */
export function isKnown(notice: AgeNotice, had: AgeNotice | undefined): boolean {
  return (
    had !== undefined &&
    had.since === notice.since &&
    (had.kind === 'stale' || notice.kind === 'late')
  );
}

/** That the last backup is old. */
export function ageNotification(
  profile: ProfileView,
  alone: boolean,
  now: Date,
  locale: string,
): NotificationText {
  const { id, name } = profile;
  const { sentence, reason } = saySafety(profile, alone, now, locale);
  return {
    about: `age of ${id}`,
    title: name,
    body: `${sentence} ${reason}`,
    urgency: 'normal',
    problem: true,
    actions: [
      { kind: 'open', place: { page: 'overview', profileId: id } },
      { kind: 'back-up', profileId: id },
    ],
  };
}
