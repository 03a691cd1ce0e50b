import dbus from 'dbus-next';
import type { Message, MessageBus } from 'dbus-next';
import { logProblem } from '../log.js';

/** Milliseconds. Servers that are there answer at once. */
const PATIENCE = 10_000;

const DRIVER = {
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
};

export interface BusCall {
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly signature?: string;
  readonly body?: readonly unknown[];
}

export interface SignalMatch {
  readonly interface: string;
  readonly member: string;
  /** Of the first argument; absent: any. */
  readonly argument?: string;
}

interface Listener extends SignalMatch {
  readonly hear: (body: readonly unknown[]) => void;
}

interface Connection {
  readonly bus: MessageBus;
  /** Rejects when it breaks, or cannot be made. */
  readonly broken: Promise<never>;
  /** Makes `broken` reject. */
  readonly fail: (error: Error) => void;
}

/** A message bus: connected to when it is needed, and again after the connection was lost. */
export class Bus {
  readonly #connect: () => MessageBus;
  readonly #listeners: Listener[] = [];
  #connection: Connection | null = null;

  constructor(connect: () => MessageBus) {
    this.#connect = connect;
  }

  /** @param address null: as libraries find that of the session */
  static at(address: string | null): Bus {
    return new Bus(() => dbus.sessionBus(address === null ? {} : { busAddress: address }));
  }

  /** @throws Error where nobody answers, or with an error */
  async call(call: BusCall): Promise<readonly unknown[]> {
    const { bus, broken } = this.#connected();
    const reply = await withPatience(Promise.race([bus.call(messageOf(call)), broken]));
    return (reply?.body ?? []) as readonly unknown[];
  }

  /** Hears of a signal for good. Who is not told of a lost connection misses what comes until the next call. */
  async listen(match: SignalMatch, hear: (body: readonly unknown[]) => void): Promise<void> {
    const listener = { ...match, hear };
    // A new connection subscribes for those before.
    this.#connected();
    this.#listeners.push(listener);
    await this.#subscribe(listener);
  }

  /** Whether it is there. */
  async answers(): Promise<boolean> {
    try {
      return await this.hasOwner(DRIVER.destination);
    } catch {
      return false;
    }
  }

  async hasOwner(name: string): Promise<boolean> {
    const [owned] = await this.call({
      ...DRIVER,
      member: 'NameHasOwner',
      signature: 's',
      body: [name],
    });
    return owned === true;
  }

  /** Calls back when a name gets an owner, or loses it. */
  onOwner(name: string, onChange: (owned: boolean) => void): Promise<void> {
    return this.listen(
      { interface: DRIVER.interface, member: 'NameOwnerChanged', argument: name },
      ([, , owner]) => onChange(owner !== ''),
    );
  }

  /** It has ended its connections, of which dbus-next says nothing. The next call makes a new one. */
  forget(): void {
    const connection = this.#connection;
    this.#connection = null;
    connection?.fail(new Error('The message bus has ended the connection.'));
    connection?.bus.disconnect();
  }

  #connected(): Connection {
    if (this.#connection !== null) return this.#connection;
    const bus = this.#connect();
    let wasThere = false;
    bus.once('connect', () => {
      wasThere = true;
    });
    let fail: (error: Error) => void = () => undefined;
    const broken = new Promise<never>((_resolve, reject) => {
      fail = reject;
      bus.on('error', (error: unknown) => {
        reject(error instanceof Error ? error : new Error(String(error)));
        if (this.#connection?.bus !== bus) return;
        this.#connection = null;
        // Of a bus that there never was, whoever wants something of it says what is missing.
        if (wasThere) logProblem('the connection to a message bus was lost', error);
      });
    });
    // Each call that waits for an answer hears of it (see call()); between two calls nobody does.
    broken.catch(() => undefined);
    bus.on('message', (message: Message) => this.#hear(message));
    const connection = { bus, broken, fail };
    this.#connection = connection;
    const known = [...this.#listeners];
    void Promise.all(known.map((listener) => this.#subscribe(listener))).catch((error: unknown) =>
      logProblem('signals of a message bus are not heard', error),
    );
    return connection;
  }

  #hear({ interface: from, member, body }: Message): void {
    const [first] = body as readonly unknown[];
    for (const listener of this.#listeners) {
      if (listener.interface !== from || listener.member !== member) continue;
      if (listener.argument === undefined || listener.argument === first) {
        listener.hear(body as readonly unknown[]);
      }
    }
  }

  async #subscribe({ interface: from, member, argument }: SignalMatch): Promise<void> {
    const about = argument === undefined ? '' : `,arg0='${argument}'`;
    const rule = `type='signal',interface='${from}',member='${member}'${about}`;
    await this.call({ ...DRIVER, member: 'AddMatch', signature: 's', body: [rule] });
  }
}

function messageOf({ signature = '', body = [], ...call }: BusCall): Message {
  return new dbus.Message({ ...call, signature, body: [...body] });
}

/** A bus that is there need not answer. */
async function withPatience<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('Nobody answered on the message bus.')), PATIENCE);
  });
  try {
    return await Promise.race([answer, over]);
  } finally {
    clearTimeout(timer);
  }
}
