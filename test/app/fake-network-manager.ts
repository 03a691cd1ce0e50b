import dbus from 'dbus-next';
import type { MessageBus } from 'dbus-next';

const MANAGER = 'org.freedesktop.NetworkManager';
const MANAGER_PATH = '/org/freedesktop/NetworkManager';
const ACTIVE_PATH = `${MANAGER_PATH}/ActiveConnection/1`;
const POINT_PATH = `${MANAGER_PATH}/AccessPoint/1`;

/** A fake: tells on the private bus of the tests of one wireless network. The real one is looked at by hand. */
export class FakeNetworkManager {
  readonly #bus: MessageBus;
  readonly #manager = new Manager();
  readonly #connection = new Connection();
  readonly #point = new AccessPoint();

  private constructor(bus: MessageBus) {
    this.#bus = bus;
  }

  /** What takes this bus for that of the system sees it there. */
  static readonly environment = {
    DBUS_SYSTEM_BUS_ADDRESS: process.env['DBUS_SESSION_BUS_ADDRESS'] ?? '',
  };

  /** @param id of the connection, whose network has the name `ssid` */
  static async start(id: string, ssid: string): Promise<FakeNetworkManager> {
    const fake = new FakeNetworkManager(dbus.sessionBus());
    fake.#name(id, ssid);
    fake.#bus.export(MANAGER_PATH, fake.#manager);
    fake.#bus.export(ACTIVE_PATH, fake.#connection);
    fake.#bus.export(POINT_PATH, fake.#point);
    await fake.#bus.requestName(MANAGER, 0);
    return fake;
  }

  /** The computer goes to another network. */
  change(id: string, ssid: string): void {
    this.#name(id, ssid);
    const changed = { ActiveConnections: [ACTIVE_PATH] };
    dbus.interface.Interface.emitPropertiesChanged(this.#manager, changed, []);
  }

  stop(): void {
    this.#bus.disconnect();
  }

  #name(id: string, ssid: string): void {
    this.#connection.Id = id;
    this.#point.Ssid = Buffer.from(ssid);
  }
}

class Manager extends dbus.interface.Interface {
  ActiveConnections = [ACTIVE_PATH];

  constructor() {
    super(MANAGER);
  }
}

class Connection extends dbus.interface.Interface {
  Id = '';
  Type = '802-11-wireless';
  SpecificObject = POINT_PATH;

  constructor() {
    super(`${MANAGER}.Connection.Active`);
  }
}

class AccessPoint extends dbus.interface.Interface {
  Ssid = Buffer.alloc(0);

  constructor() {
    super(`${MANAGER}.AccessPoint`);
  }
}

Manager.configureMembers({
  properties: { ActiveConnections: { signature: 'ao', access: 'read' } },
});

Connection.configureMembers({
  properties: {
    Id: { signature: 's', access: 'read' },
    Type: { signature: 's', access: 'read' },
    SpecificObject: { signature: 'o', access: 'read' },
  },
});

AccessPoint.configureMembers({ properties: { Ssid: { signature: 'ay', access: 'read' } } });
