import dbus from 'dbus-next';
import type { Bus } from '../dbus/bus.js';
import { logNote, logProblem } from '../log.js';

/** https://networkmanager.dev/docs/api/latest/spec.html */
const MANAGER = 'org.freedesktop.NetworkManager';
const MANAGER_PATH = '/org/freedesktop/NetworkManager';
const CONNECTION = `${MANAGER}.Connection.Active`;
const ACCESS_POINT = `${MANAGER}.AccessPoint`;
const PROPERTIES = 'org.freedesktop.DBus.Properties';

const WIRELESS = '802-11-wireless';

/** Knows by NetworkManager on which networks this computer is. */
export class NetworkService {
  readonly #bus: Bus;
  readonly #onChange: () => void;
  #names: readonly string[] | null | undefined = undefined;

  /** @param onChange the computer may be on other networks, or has a way to hosts that it did not have before */
  constructor(bus: Bus, onChange: () => void) {
    this.#bus = bus;
    this.#onChange = onChange;
  }

  /**
   * Of connections, and of wireless networks where these have another one; null: there is no NetworkManager, undefined: it was not
   * asked yet.
   */
  get names(): readonly string[] | null | undefined {
    return this.#names;
  }

  /** From now on it is followed. */
  async start(): Promise<void> {
    try {
      await this.#bus.onOwner(MANAGER, () => void this.#read());
      // The first argument is the interface: strengths of signals and the like are told by others.
      const changed = { interface: PROPERTIES, member: 'PropertiesChanged', argument: MANAGER };
      await this.#bus.listen(changed, () => void this.#read());
      await this.#read();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      logNote(`the networks of this computer are not known: ${why}`);
      this.#names = null;
      this.#onChange();
    }
  }

  async #read(): Promise<void> {
    try {
      this.#names = (await this.#bus.hasOwner(MANAGER)) ? await this.#activeNames() : null;
    } catch (error) {
      logProblem('NetworkManager cannot be asked', error);
      this.#names = null;
    }
    this.#onChange();
  }

  async #activeNames(): Promise<readonly string[]> {
    const paths = await this.#get(MANAGER_PATH, MANAGER, 'ActiveConnections');
    const names = await Promise.all(textsIn(paths).map((path) => this.#namesOf(path)));
    return [...new Set(names.flat())];
  }

  /** None of a connection that has gone meanwhile, which is told of next, and of the computer's own to itself. */
  async #namesOf(path: string): Promise<readonly string[]> {
    try {
      const kind = await this.#get(path, CONNECTION, 'Type');
      if (kind === 'loopback') return [];
      const id = await this.#get(path, CONNECTION, 'Id');
      if (kind !== WIRELESS) return [String(id)];
      const point = await this.#get(path, CONNECTION, 'SpecificObject');
      const name = await this.#get(String(point), ACCESS_POINT, 'Ssid');
      return [String(id), Buffer.from(name as Uint8Array).toString('utf8')];
    } catch (error) {
      if (error instanceof dbus.DBusError) return [];
      throw error;
    }
  }

  async #get(path: string, from: string, property: string): Promise<unknown> {
    const [value] = await this.#bus.call({
      ...{ destination: MANAGER, path, interface: PROPERTIES, member: 'Get' },
      ...{ signature: 'ss', body: [from, property] },
    });
    return value instanceof dbus.Variant ? value.value : value;
  }
}

function textsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
