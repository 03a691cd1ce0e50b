import { randomBytes } from 'node:crypto';
import {
  answerEnd,
  complaintEnd,
  residentCommand,
  residentScript,
  STILL_THERE,
} from '../../domain/resident-shell.js';
import type { CommandResult } from '../run-command.js';

interface Asked {
  readonly answer: Listener;
  readonly complaint: Listener;
}

/**
 * The connection's own session, in which a shell takes one command after the other: each takes one way there and back, and
 * no session of its own.
 */
export class ResidentShell {
  readonly #write: (text: string) => void;
  readonly #ended: Promise<CommandResult | null>;
  #asked: Asked | null = null;
  #last: Promise<unknown> = Promise.resolve();

  /** @param ended null: nobody knows how */
  constructor(write: (text: string) => void, ended: Promise<CommandResult | null>) {
    this.#write = write;
    this.#ended = ended;
  }

  hear(chunk: Buffer): void {
    this.#asked?.answer.hear(chunk);
  }

  hearComplaint(chunk: Buffer): void {
    this.#asked?.complaint.hear(chunk);
  }

  /** To be told from time to time, or the shell ends. */
  stay(): void {
    this.#write(STILL_THERE);
  }

  /**
   * @param input no more than a slow line brings in time
   * @returns null: the connection has ended
   */
  run(
    program: string,
    args: readonly string[],
    input: Uint8Array = new Uint8Array(),
  ): Promise<CommandResult | null> {
    const encoded = Buffer.from(input).toString('base64');
    return this.#next((token) => residentCommand(token, encoded, program, args));
  }

  /** Has the shell run a script itself; see residentScript(). */
  runItself(script: string, args: readonly string[]): Promise<CommandResult | null> {
    return this.#next((token) => residentScript(token, script, args));
  }

  #next(command: (token: string) => string): Promise<CommandResult | null> {
    const result = this.#last.then(() => this.#ask(command));
    this.#last = result;
    return result;
  }

  async #ask(command: (token: string) => string): Promise<CommandResult | null> {
    const token = randomBytes(16).toString('hex');
    const asked = {
      answer: new Listener(answerEnd(token)),
      complaint: new Listener(complaintEnd(token)),
    };
    this.#asked = asked;
    this.#write(command(token));
    const answered = Promise.all([asked.answer.heard, asked.complaint.heard]);
    const heard = await Promise.race([answered, this.#ended.then(() => null)]);
    this.#asked = null;
    if (heard === null) return null;
    const [{ before: output, end }, { before: complaint }] = heard;
    return { exitCode: Number(end[1]), output, complaint: complaint.toString('latin1') };
  }
}

interface Heard {
  readonly before: Buffer;
  readonly end: RegExpExecArray;
}

/** Bytes in which an end has room. */
const TAIL = 64;

class Listener {
  readonly heard: Promise<Heard>;
  readonly #end: RegExp;
  readonly #chunks: Buffer[] = [];
  #tail = Buffer.alloc(0);
  #settle: (heard: Heard) => void = () => undefined;

  constructor(end: RegExp) {
    this.#end = end;
    this.heard = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  hear(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#tail = Buffer.concat([this.#tail, chunk]).subarray(-TAIL);
    const end = this.#end.exec(this.#tail.toString('latin1'));
    if (end === null) return;
    const all = Buffer.concat(this.#chunks);
    this.#settle({ before: all.subarray(0, all.length - end[0].length), end });
  }
}
