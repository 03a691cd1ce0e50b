const END_OF_LINE = '\r\n';
const NOTHING = Buffer.alloc(0);
const REFUSED = Buffer.from(`ERROR${END_OF_LINE}`);

/**
 * What client and bus say to each other before the first message (D-Bus Specification, “Authentication Protocol”), passed on
 * line by line. Only file descriptors are refused, in the bus's place: Node.js cannot pass them on.
 */
export class Handshake {
  readonly #toBus: (bytes: Buffer) => void;
  readonly #toClient: (bytes: Buffer) => void;
  /** Who answers the lines that the client has sent: some send several at once. */
  readonly #answers: ('bus' | 'we')[] = [];
  /** The beginning of a line. */
  #fromClient: Buffer = NOTHING;
  #fromBus: Buffer = NOTHING;
  #hasBegun = false;

  constructor(toBus: (bytes: Buffer) => void, toClient: (bytes: Buffer) => void) {
    this.#toBus = toBus;
    this.#toClient = toClient;
  }

  /** From now on both sides send messages. */
  isOver(): boolean {
    return this.#hasBegun && this.#answers.length === 0;
  }

  /** @returns what belongs to messages already */
  fromClient(chunk: Buffer): Buffer {
    if (this.#hasBegun) return chunk;
    let rest = Buffer.concat([this.#fromClient, chunk]);
    for (let line = firstLine(rest); line !== null; line = firstLine(rest)) {
      rest = rest.subarray(line.length);
      if (this.#hearClient(line) === 'BEGIN') return rest;
    }
    this.#fromClient = rest;
    return NOTHING;
  }

  /** @returns what belongs to messages already */
  fromBus(chunk: Buffer): Buffer {
    if (this.isOver()) return chunk;
    let rest = Buffer.concat([this.#fromBus, chunk]);
    for (let line = firstLine(rest); line !== null; line = firstLine(rest)) {
      rest = rest.subarray(line.length);
      this.#toClient(line);
      this.#answers.shift();
      this.#answerOurs();
      if (this.isOver()) return rest;
    }
    this.#fromBus = rest;
    return NOTHING;
  }

  /** @returns the command */
  #hearClient(line: Buffer): string {
    const command = line.toString('latin1').trim();
    if (command === 'NEGOTIATE_UNIX_FD') {
      this.#answers.push('we');
      this.#answerOurs();
      return command;
    }
    this.#toBus(line);
    if (command === 'BEGIN') this.#hasBegun = true;
    else this.#answers.push('bus');
    return command;
  }

  #answerOurs(): void {
    while (this.#answers[0] === 'we') {
      this.#answers.shift();
      this.#toClient(REFUSED);
    }
  }
}

/** With its end; null: it has none yet. */
function firstLine(bytes: Buffer): Buffer | null {
  const end = bytes.indexOf(END_OF_LINE);
  return end < 0 ? null : bytes.subarray(0, end + END_OF_LINE.length);
}
