import type { Place } from '../shared/place.js';
import type { NotificationChoice } from '../shared/settings.js';

/** A button of a notification. */
export type NotificationAction =
  | { readonly kind: 'open'; readonly place: Place }
  | { readonly kind: 'back-up'; readonly profileId: string }
  | { readonly kind: 'retry'; readonly profileId: string }
  | { readonly kind: 'lock'; readonly profileId: string; readonly label: string };

export interface NotificationText {
  /** What it is about: of several about one thing only the last is in sight. */
  readonly about: string;
  readonly title: string;
  /** Plain text. */
  readonly body: string;
  /** Critical ones stay until somebody has seen them: for failures that need a person. */
  readonly urgency: 'normal' | 'critical';
  /** True: it is also told to those who want to hear of problems only. */
  readonly problem: boolean;
  /** The first is also that of a click on the notification itself. */
  readonly actions: readonly [NotificationAction, ...NotificationAction[]];
}

export function isWanted({ problem }: NotificationText, choice: NotificationChoice): boolean {
  return choice === 'all' || (choice === 'problems' && problem);
}
