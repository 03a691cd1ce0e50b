import dbus from 'dbus-next';
import type { MessageBus } from 'dbus-next';

const FILE_MANAGER = 'org.freedesktop.FileManager1';

/** A fake: remembers what it is asked to show. */
export class FakeFileManager extends dbus.interface.Interface {
  readonly shown: string[] = [];
  readonly #bus: MessageBus;

  private constructor(bus: MessageBus) {
    super(FILE_MANAGER);
    this.#bus = bus;
  }

  static async start(): Promise<FakeFileManager> {
    const bus = dbus.sessionBus();
    const manager = new FakeFileManager(bus);
    bus.export('/org/freedesktop/FileManager1', manager);
    await bus.requestName(FILE_MANAGER, 0);
    return manager;
  }

  stop(): void {
    this.#bus.disconnect();
  }

  ShowItems(addresses: readonly string[], _startupId: string): void {
    this.shown.push(...addresses);
  }
}

FakeFileManager.configureMembers({
  methods: { ShowItems: { inSignature: 'ass' } },
});
