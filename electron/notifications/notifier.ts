import dbus from 'dbus-next';
import { isWanted } from '../../main/domain/notification.js';
import type { NotificationAction, NotificationText } from '../../main/domain/notification.js';
import { assertNever } from '../../main/shared/assert-never.js';
import type { NotificationChoice } from '../../main/shared/settings.js';
import type { Bus } from '../dbus/bus.js';
import { logProblem } from '../log.js';

/** https://specifications.freedesktop.org/notification-spec/latest/ */
const SERVER = {
  destination: 'org.freedesktop.Notifications',
  path: '/org/freedesktop/Notifications',
  interface: 'org.freedesktop.Notifications',
};

/** The specification's name for a click on the notification itself. */
const CLICK = 'default';

const URGENCY = { normal: 1, critical: 2 } as const;

export interface NotifierPorts {
  readonly bus: Bus;
  /** Path of an image. */
  readonly icon: string;
  readonly choice: () => NotificationChoice;
  readonly onAction: (action: NotificationAction) => void;
}

interface Shown {
  readonly id: number;
  readonly text: NotificationText;
}

/** Tells the person something outside of the window. What is told about one thing replaces what was told before. */
export class Notifier {
  readonly #ports: NotifierPorts;
  /** By what they are about. */
  readonly #shown = new Map<string, Shown>();
  #capabilities: readonly string[] | null = null;
  #work: Promise<void>;

  constructor(ports: NotifierPorts) {
    this.#ports = ports;
    this.#work = this.#listen().catch((error: unknown) => logProblem(UNHEARD, error));
  }

  /** Does nothing where the person wants to hear nothing of this, or nobody shows notifications. */
  show(text: NotificationText): void {
    if (!isWanted(text, this.#ports.choice())) return;
    this.#next(() => this.#send(text), 'a notification could not be shown');
  }

  /** Takes back what does not hold any more. */
  withdraw(about: string): void {
    this.#next(() => this.#close(about), 'a notification could not be closed');
  }

  /** One after the other: what is clicked may be what was sent just now, whose number is not known before the answer. */
  #next(work: () => void | Promise<void>, problem: string): void {
    this.#work = this.#work.then(work).catch((error: unknown) => logProblem(problem, error));
  }

  async #listen(): Promise<void> {
    const { bus } = this.#ports;
    const from = SERVER.interface;
    await bus.listen({ interface: from, member: 'ActionInvoked' }, ([id, key]) =>
      this.#next(() => this.#act(Number(id), String(key)), 'a click on a notification failed'),
    );
    await bus.listen({ interface: from, member: 'NotificationClosed' }, ([id]) =>
      this.#next(() => this.#forget(Number(id)), UNHEARD),
    );
    // Another server knows nothing of what the one before has shown.
    await bus.onOwner(SERVER.destination, () => {
      this.#capabilities = null;
      this.#shown.clear();
    });
  }

  async #send(text: NotificationText): Promise<void> {
    const { bus, icon } = this.#ports;
    this.#capabilities ??= await this.#askCapabilities();
    const body = this.#can('body-markup') ? escapeMarkup(text.body) : text.body;
    const replaced = this.#shown.get(text.about)?.id ?? 0;
    const [id] = await bus.call({
      ...SERVER,
      member: 'Notify',
      signature: 'susssasa{sv}i',
      body: [
        'System Backup',
        replaced,
        icon,
        text.title,
        body,
        this.#can('actions') ? buttons(text.actions) : [],
        hints(text),
        -1,
      ],
    });
    this.#shown.set(text.about, { id: Number(id), text });
  }

  async #close(about: string): Promise<void> {
    const shown = this.#shown.get(about);
    if (shown === undefined) return;
    this.#shown.delete(about);
    await this.#ports.bus.call({
      ...SERVER,
      member: 'CloseNotification',
      signature: 'u',
      body: [shown.id],
    });
  }

  async #askCapabilities(): Promise<readonly string[]> {
    const [capabilities] = await this.#ports.bus.call({ ...SERVER, member: 'GetCapabilities' });
    return Array.isArray(capabilities) ? capabilities.map(String) : [];
  }

  #can(capability: string): boolean {
    return this.#capabilities?.includes(capability) === true;
  }

  #act(id: number, key: string): void {
    const shown = [...this.#shown.values()].find((candidate) => candidate.id === id);
    const action = shown?.text.actions[key === CLICK ? 0 : Number(key)];
    // The server closes what was clicked, and says so later than it takes what comes next.
    this.#forget(id);
    if (action !== undefined) this.#ports.onAction(action);
  }

  #forget(id: number): void {
    for (const [about, shown] of this.#shown) {
      if (shown.id === id) this.#shown.delete(about);
    }
  }
}

const UNHEARD = 'clicks on notifications are not heard';

/** A key and a label for each, one after the other. */
function buttons(actions: readonly NotificationAction[]): readonly string[] {
  const labelled = actions.flatMap((action, index) => [String(index), sayAction(action)]);
  return [CLICK, 'Open', ...labelled];
}

function sayAction(action: NotificationAction): string {
  switch (action.kind) {
    case 'open':
      return 'Open';
    case 'back-up':
      return 'Back up now';
    case 'retry':
      return 'Retry';
    case 'lock':
      return action.label;
    default:
      return assertNever(action);
  }
}

function hints({ urgency }: NotificationText): Readonly<Record<string, unknown>> {
  return {
    urgency: new dbus.Variant('y', URGENCY[urgency]),
    'desktop-entry': new dbus.Variant('s', 'rsync-system-backup'),
  };
}

function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
