import { Notification } from 'electron/main';
import type { NotificationText } from '../../main/domain/run-notification.js';

/** One notification at a time: the end of a run replaces its start. */
export class Notifier {
  readonly #icon: string;
  readonly #onClick: () => void;
  #shown: Notification | null = null;

  constructor(icon: string, onClick: () => void) {
    this.#icon = icon;
    this.#onClick = onClick;
  }

  show({ title, body, urgent }: NotificationText): void {
    if (!Notification.isSupported()) return;
    this.#shown?.close();
    const urgency = urgent ? 'critical' : 'normal';
    const notification = new Notification({ title, body, icon: this.#icon, urgency });
    notification.on('click', this.#onClick);
    notification.show();
    this.#shown = notification;
  }
}
