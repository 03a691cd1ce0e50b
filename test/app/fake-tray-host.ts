import dbus from 'dbus-next';
import type { MessageBus } from 'dbus-next';
import { setTimeout as sleep } from 'node:timers/promises';

const WATCHER = 'org.kde.StatusNotifierWatcher';
const ITEM = 'org.kde.StatusNotifierItem';
const MENU = 'com.canonical.dbusmenu';
const PROPERTIES = 'org.freedesktop.DBus.Properties';

/** As the item has sent it: alpha, red, green and blue of each pixel. */
export interface TrayPixmap {
  readonly width: number;
  readonly height: number;
  readonly argb: Buffer;
}

export interface MenuEntry {
  readonly id: number;
  readonly label: string;
  readonly enabled: boolean;
}

/**
 * A fake: what a panel does with tray items, as far as programs can see it on the bus. How real panels
 * draw them is looked at by hand.
 */
export class FakeTrayHost {
  readonly #bus: MessageBus;
  readonly #watcher: Watcher;

  private constructor(bus: MessageBus, watcher: Watcher) {
    this.#bus = bus;
    this.#watcher = watcher;
  }

  /** `onItem` hears of every item that registers. */
  static async start(onItem: (item: string) => void = () => undefined): Promise<FakeTrayHost> {
    const bus = dbus.sessionBus();
    const watcher = new Watcher(onItem);
    bus.export('/StatusNotifierWatcher', watcher);
    await bus.requestName(WATCHER, 0);
    return new FakeTrayHost(bus, watcher);
  }

  stop(): void {
    this.#bus.disconnect();
  }

  async tooltip(): Promise<string> {
    const [, , title] = (await this.#property('ToolTip')) as readonly [string, unknown, string];
    return title;
  }

  async icon(): Promise<TrayPixmap> {
    const [pixmap] = (await this.#property('IconPixmap')) as readonly [
      readonly [number, number, Buffer],
    ];
    const [width, height, argb] = pixmap;
    return { width, height, argb };
  }

  async menu(): Promise<readonly MenuEntry[]> {
    const [, layout] = await this.#call(await this.#menuPath(), MENU, 'GetLayout', 'iias', [
      0,
      -1,
      [],
    ]);
    return entriesOf(layout as Node).filter(({ label }) => label !== '');
  }

  /** Clicks the entry with this label, when it is there and enabled. */
  async click(label: string): Promise<void> {
    const { id } = await waitFor(async () => {
      const menu = await this.menu();
      const entry = menu.find((candidate) => candidate.label === label && candidate.enabled);
      if (entry === undefined) throw new Error(`“${label}” is not in ${JSON.stringify(menu)}`);
      return entry;
    });
    const nothing = new dbus.Variant('i', 0);
    await this.#call(await this.#menuPath(), MENU, 'Event', 'isvu', [id, 'clicked', nothing, 0]);
  }

  async #menuPath(): Promise<string> {
    return (await this.#property('Menu')) as string;
  }

  async #property(name: string): Promise<unknown> {
    const { path } = await this.#item();
    const [variant] = await this.#call(path, PROPERTIES, 'Get', 'ss', [ITEM, name]);
    return (variant as { readonly value: unknown }).value;
  }

  async #call(
    path: string,
    iface: string,
    member: string,
    signature: string,
    body: readonly unknown[],
  ): Promise<readonly unknown[]> {
    const { destination } = await this.#item();
    const message = new dbus.Message({
      destination,
      path,
      interface: iface,
      member,
      signature,
      body: [...body],
    });
    const reply = await this.#bus.call(message);
    return (reply?.body ?? []) as readonly unknown[];
  }

  /** The item that registered last; waits for one. */
  #item(): Promise<{ readonly destination: string; readonly path: string }> {
    return waitFor(() => {
      const registered = this.#watcher.items.at(-1);
      if (registered === undefined) throw new Error('no tray item has registered');
      const slash = registered.indexOf('/');
      return slash < 0
        ? { destination: registered, path: '/StatusNotifierItem' }
        : { destination: registered.slice(0, slash), path: registered.slice(slash) };
    });
  }
}

const WAIT_MS = 20_000;

/** Vitest's is not there in the guest of test/vm. */
async function waitFor<T>(attempt: () => T | Promise<T>): Promise<T> {
  const deadline = performance.now() + WAIT_MS;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await sleep(50);
    }
  }
}

type Node = readonly [
  number,
  Readonly<Record<string, { readonly value: unknown }>>,
  readonly { readonly value: Node }[],
];

/** Those of submenus after what opens them. */
function entriesOf([, , children]: Node): readonly MenuEntry[] {
  return children.flatMap(({ value }) => [menuEntry(value), ...entriesOf(value)]);
}

function menuEntry([id, properties]: Node): MenuEntry {
  const label = properties['label']?.value;
  // In a menu's label a single underscore marks the access key.
  const text = typeof label === 'string' ? label.replaceAll('__', '\0').replaceAll('_', '') : '';
  const enabled = properties['enabled']?.value !== false;
  return { id, label: text.replaceAll('\0', '_'), enabled };
}

class Watcher extends dbus.interface.Interface {
  readonly items: string[] = [];
  readonly IsStatusNotifierHostRegistered = true;
  readonly ProtocolVersion = 0;
  readonly #onItem: (item: string) => void;

  constructor(onItem: (item: string) => void) {
    super(WATCHER);
    this.#onItem = onItem;
  }

  get RegisteredStatusNotifierItems(): readonly string[] {
    return this.items;
  }

  RegisterStatusNotifierItem(service: string): void {
    this.items.push(service);
    this.StatusNotifierItemRegistered(service);
    this.#onItem(service);
  }

  RegisterStatusNotifierHost(): void {
    this.StatusNotifierHostRegistered();
  }

  StatusNotifierItemRegistered(service: string): string {
    return service;
  }

  StatusNotifierHostRegistered(): void {
    // A signal without arguments.
  }
}

const READ = dbus.interface.ACCESS_READ;

Watcher.configureMembers({
  methods: {
    RegisterStatusNotifierItem: { inSignature: 's' },
    RegisterStatusNotifierHost: { inSignature: 's' },
  },
  properties: {
    RegisteredStatusNotifierItems: { signature: 'as', access: READ },
    IsStatusNotifierHostRegistered: { signature: 'b', access: READ },
    ProtocolVersion: { signature: 'i', access: READ },
  },
  signals: {
    StatusNotifierItemRegistered: { signature: 's' },
    StatusNotifierHostRegistered: { signature: '' },
  },
});
