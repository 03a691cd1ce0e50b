import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

export interface QmpEvent {
  readonly event: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

interface Answer {
  readonly return?: unknown;
  readonly error?: { readonly desc: string };
}

interface Waiter {
  readonly wanted: (event: QmpEvent) => boolean;
  readonly resolve: (event: QmpEvent) => void;
}

/** QEMU's side of the machine: plugs, states, power. https://www.qemu.org/docs/master/interop/qmp-spec.html */
export class Qmp {
  readonly #socket: Socket;
  readonly #pending: ((answer: Answer) => void)[] = [];
  readonly #waiters = new Set<Waiter>();

  private constructor(socket: Socket) {
    this.#socket = socket;
    createInterface({ input: socket }).on('line', (line) => {
      this.#hear(JSON.parse(line) as Answer | QmpEvent);
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      const gone = { error: { desc: 'QEMU has ended.' } };
      for (const answer of this.#pending.splice(0)) answer(gone);
    });
  }

  static async connect(path: string): Promise<Qmp> {
    const socket = connect(path);
    await once(socket, 'connect');
    const qmp = new Qmp(socket);
    await qmp.execute('qmp_capabilities');
    return qmp;
  }

  /** @throws with QEMU's words when it refuses. */
  async execute(command: string, args: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
    const answer = new Promise<Answer>((resolve) => this.#pending.push(resolve));
    this.#socket.write(`${JSON.stringify({ execute: command, arguments: args })}\n`);
    const { error, return: value } = await answer;
    if (error !== undefined) throw new Error(`QEMU refuses ${command}: ${error.desc}`);
    return value;
  }

  /** A command of the monitor for people; it reports errors as text, and success with none. */
  async monitor(line: string): Promise<string> {
    return String(await this.execute('human-monitor-command', { 'command-line': line }));
  }

  /** Settles with the first such event from now on. */
  next(wanted: (event: QmpEvent) => boolean): Promise<QmpEvent> {
    return new Promise((resolve) => this.#waiters.add({ wanted, resolve }));
  }

  close(): void {
    this.#socket.destroy();
  }

  #hear(message: Answer | QmpEvent): void {
    if ('event' in message) {
      for (const waiter of this.#waiters) {
        if (!waiter.wanted(message)) continue;
        this.#waiters.delete(waiter);
        waiter.resolve(message);
      }
    } else if ('return' in message || 'error' in message) {
      this.#pending.shift()?.(message);
    }
  }
}
