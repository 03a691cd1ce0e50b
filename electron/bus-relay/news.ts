import type { Socket } from 'node:net';

/** Tells the application which buses were lost, also one that asks later. */
export class News {
  readonly #lost = new Set<string>();
  readonly #readers = new Set<Socket>();

  tell(reader: Socket): void {
    this.#readers.add(reader);
    reader.once('close', () => this.#readers.delete(reader));
    // 'close' follows.
    reader.on('error', () => undefined);
    reader.resume();
    for (const bus of this.#lost) reader.write(`${bus}\n`);
  }

  add(bus: string): void {
    if (this.#lost.has(bus)) return;
    this.#lost.add(bus);
    for (const reader of this.#readers) reader.write(`${bus}\n`);
  }
}
