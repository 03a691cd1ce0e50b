import dbus from 'dbus-next';
import type { MessageBus } from 'dbus-next';

const NOTIFICATIONS = 'org.freedesktop.Notifications';

export interface SentNotification {
  readonly title: string;
  readonly body: string;
  readonly replaces: number;
  /** The buttons: a key and a label for each, one after the other. */
  readonly actions: readonly string[];
  /** 0 low, 1 normal, 2 critical. */
  readonly urgency: number;
}

export type NotificationChange =
  | { readonly event: 'sent'; readonly id: number; readonly notification: SentNotification }
  | { readonly event: 'closed'; readonly id: number };

/** A fake: takes notifications from the bus and remembers them. Real servers are looked at by hand. */
export class FakeNotificationServer {
  readonly #bus: MessageBus;
  readonly #server: Server;

  private constructor(bus: MessageBus, server: Server) {
    this.#bus = bus;
    this.#server = server;
  }

  /**
   * @param onChange hears of every notification that is sent or closed
   * @param capabilities what it says that it can
   */
  static async start(
    onChange: (change: NotificationChange) => void = () => undefined,
    capabilities: readonly string[] = ['body', 'body-markup', 'actions', 'persistence'],
  ): Promise<FakeNotificationServer> {
    const bus = dbus.sessionBus();
    const server = new Server(onChange, capabilities);
    bus.export('/org/freedesktop/Notifications', server);
    await bus.requestName(NOTIFICATIONS, 0);
    return new FakeNotificationServer(bus, server);
  }

  /** All that were sent, in their order. */
  get sent(): readonly SentNotification[] {
    return this.#server.sent;
  }

  get lastId(): number {
    return this.#server.lastId;
  }

  /** How many are in sight. */
  get open(): number {
    return this.#server.open.size;
  }

  /** Clicks a button; `default` is the notification itself. */
  click(id: number, action: string): void {
    this.#server.ActionInvoked(id, action);
    this.#server.CloseNotification(id);
  }

  stop(): void {
    this.#bus.disconnect();
  }
}

class Server extends dbus.interface.Interface {
  readonly sent: SentNotification[] = [];
  readonly open = new Set<number>();
  readonly #onChange: (change: NotificationChange) => void;
  readonly #capabilities: readonly string[];
  lastId = 0;

  constructor(onChange: (change: NotificationChange) => void, capabilities: readonly string[]) {
    super(NOTIFICATIONS);
    this.#onChange = onChange;
    this.#capabilities = capabilities;
  }

  Notify(
    _application: string,
    replaces: number,
    _icon: string,
    title: string,
    body: string,
    actions: readonly string[],
    hints: Readonly<Record<string, { readonly value: unknown }>>,
    _timeout: number,
  ): number {
    const id = replaces === 0 ? ++this.lastId : replaces;
    const urgency = Number(hints['urgency']?.value ?? 1);
    const notification = { title, body, replaces, actions, urgency };
    this.sent.push(notification);
    this.open.add(id);
    this.#onChange({ event: 'sent', id, notification });
    return id;
  }

  CloseNotification(id: number): void {
    this.open.delete(id);
    this.NotificationClosed(id, 3);
    this.#onChange({ event: 'closed', id });
  }

  GetCapabilities(): readonly string[] {
    return this.#capabilities;
  }

  GetServerInformation(): readonly string[] {
    return ['Fake', 'test', '1', '1.2'];
  }

  NotificationClosed(id: number, reason: number): readonly number[] {
    return [id, reason];
  }

  ActionInvoked(id: number, action: string): readonly [number, string] {
    return [id, action];
  }
}

Server.configureMembers({
  methods: {
    Notify: { inSignature: 'susssasa{sv}i', outSignature: 'u' },
    CloseNotification: { inSignature: 'u' },
    GetCapabilities: { outSignature: 'as' },
    GetServerInformation: { outSignature: 'ssss' },
  },
  signals: {
    NotificationClosed: { signature: 'uu' },
    ActionInvoked: { signature: 'us' },
  },
});
