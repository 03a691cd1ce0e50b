import type { Socket } from 'node:net';
import { errorReply, readHeader } from './bus-message.js';
import { Handshake } from './handshake.js';
import { messageSplitter } from './message-splitter.js';

/** What libdbus says of a connection that has gone. */
const DISCONNECTED = 'org.freedesktop.DBus.Error.Disconnected';

/**
 * Joins a client with its bus. When the bus goes, the client keeps its connection: what it calls is answered with an error at
 * once, for otherwise it waits for 25 seconds each time. Only whole messages are passed on, so that the error is not in the
 * middle of another one.
 */
export class RelayedConnection {
  readonly #client: Socket;
  readonly #bus: Socket;
  readonly #onLost: () => void;
  readonly #handshake: Handshake;
  /** Serials of calls that the bus has not answered yet. */
  readonly #calls = new Set<number>();
  readonly #messageFromClient = messageSplitter((message) => this.#passToBus(message));
  readonly #messageFromBus = messageSplitter((message) => this.#passToClient(message));
  #isLost = false;
  #lastSerial = 0;

  /** @param onLost the bus has gone, and not the client */
  constructor(client: Socket, bus: Socket, onLost: () => void) {
    this.#client = client;
    this.#bus = bus;
    this.#onLost = onLost;
    this.#handshake = new Handshake(
      (bytes) => bus.write(bytes),
      (bytes) => client.write(bytes),
    );
    client.on('data', (chunk) =>
      this.#orClose(() => this.#messageFromClient(this.#handshake.fromClient(chunk))),
    );
    bus.on('data', (chunk) =>
      this.#orClose(() => this.#messageFromBus(this.#handshake.fromBus(chunk))),
    );
    // 'close' follows.
    client.on('error', () => undefined);
    bus.on('error', () => undefined);
    client.once('close', () => bus.end());
    bus.once('close', () => this.#busGone());
  }

  /** A bus would do no less with what it does not understand. */
  #orClose(work: () => void): void {
    try {
      work();
    } catch (error) {
      console.error('System Backup: a connection to a message bus was given up', error);
      this.#client.destroy();
      this.#bus.destroy();
    }
  }

  #passToBus(message: Buffer): void {
    const { isAsking, serial } = readHeader(message);
    if (isAsking && this.#isLost) this.#refuse(serial);
    if (this.#isLost) return;
    if (isAsking) this.#calls.add(serial);
    write(message, this.#client, this.#bus);
  }

  #passToClient(message: Buffer): void {
    const { answers } = readHeader(message);
    if (answers !== null) this.#calls.delete(answers);
    write(message, this.#bus, this.#client);
  }

  #busGone(): void {
    if (this.#client.readableEnded || this.#client.destroyed) return;
    if (!this.#handshake.isOver()) {
      // As where there is no bus: who wanted to connect goes without.
      this.#client.destroy();
      return;
    }
    this.#isLost = true;
    for (const serial of this.#calls) this.#refuse(serial);
    this.#calls.clear();
    this.#client.resume();
    this.#onLost();
  }

  #refuse(serial: number): void {
    this.#client.write(errorReply(++this.#lastSerial, serial, DISCONNECTED));
  }
}

/** Who sends faster than the other reads has to wait. */
function write(message: Buffer, from: Socket, to: Socket): void {
  if (to.write(message) || from.isPaused()) return;
  from.pause();
  to.once('drain', () => from.resume());
}
