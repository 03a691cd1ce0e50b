/** D-Bus Specification, “Message Format”: the part of each message that says how long all of it is. */
export const BEGINNING = 16;

/** D-Bus Specification, “Message Format”: no message is longer. */
const LONGEST = 2 ** 27;

const METHOD_CALL = 1;
const METHOD_RETURN = 2;
const ERROR = 3;
const NO_REPLY_EXPECTED = 1;

/** Codes of header fields. */
const ERROR_NAME = 4;
const REPLY_SERIAL = 5;

export interface MessageHeader {
  /** A call whose caller waits for an answer. */
  readonly isAsking: boolean;
  readonly serial: number;
  /** Serial of the call that this answers; null: it answers none. */
  readonly answers: number | null;
}

/**
 * @param beginning 16 bytes of it at least
 * @returns bytes
 * @throws Error for what is no message
 */
export function lengthOfMessage(beginning: Buffer): number {
  const numbers = numbersOf(beginning);
  const length = endOfHeader(beginning) + numbers.at(4);
  if (length > LONGEST) throw new Error(`a message of a bus has ${String(length)} bytes`);
  return length;
}

export function readHeader(message: Buffer): MessageHeader {
  const type = message[1];
  const isAnswer = type === METHOD_RETURN || type === ERROR;
  return {
    isAsking: type === METHOD_CALL && ((message[2] ?? 0) & NO_REPLY_EXPECTED) === 0,
    serial: numbersOf(message).at(8),
    answers: isAnswer ? replySerial(message) : null,
  };
}

/** The answer to a call that it has failed, without arguments. */
export function errorReply(serial: number, answers: number, name: string): Buffer {
  const text = Buffer.from(name);
  const fields = Buffer.alloc(8 + 4 + 4 + text.length + 1);
  fields.set([REPLY_SERIAL, 1, CODE_OF_U, 0]);
  fields.writeUInt32LE(answers, 4);
  fields.set([ERROR_NAME, 1, CODE_OF_S, 0], 8);
  fields.writeUInt32LE(text.length, 12);
  fields.set(text, 16);
  const message = Buffer.alloc(aligned(BEGINNING + fields.length, 8));
  message.set([LITTLE_ENDIAN, ERROR, NO_REPLY_EXPECTED, 1]);
  message.writeUInt32LE(serial, 8);
  message.writeUInt32LE(fields.length, 12);
  message.set(fields, BEGINNING);
  return message;
}

const LITTLE_ENDIAN = 'l'.charCodeAt(0);
const BIG_ENDIAN = 'B'.charCodeAt(0);
const CODE_OF_S = 's'.charCodeAt(0);
const CODE_OF_U = 'u'.charCodeAt(0);

/** null: there is none, or it stands after a field of a kind that there was not yet when this was written. */
function replySerial(message: Buffer): number | null {
  const numbers = numbersOf(message);
  const end = BEGINNING + numbers.at(12);
  let at = BEGINNING;
  while (at < end) {
    const code = message[at];
    const lengthOfSignature = message[at + 1] ?? 0;
    const signature = message.toString('latin1', at + 2, at + 2 + lengthOfSignature);
    const value = at + 3 + lengthOfSignature;
    if (code === REPLY_SERIAL && signature === 'u') return numbers.at(aligned(value, 4));
    const after = afterValue(message, value, signature);
    if (after === null) return null;
    at = aligned(after, 8);
  }
  return null;
}

/** Where a value ends; null: of that signature it is not known. */
function afterValue(message: Buffer, at: number, signature: string): number | null {
  switch (signature) {
    case 'u':
      return aligned(at, 4) + 4;
    case 'g':
      return at + 1 + (message[at] ?? 0) + 1;
    case 's':
    case 'o':
      return aligned(at, 4) + 4 + numbersOf(message).at(aligned(at, 4)) + 1;
    default:
      return null;
  }
}

function endOfHeader(beginning: Buffer): number {
  return aligned(BEGINNING + numbersOf(beginning).at(12), 8);
}

/** Each message says of itself how its numbers are written. */
function numbersOf(message: Buffer): { readonly at: (offset: number) => number } {
  const [order] = message;
  if (order === LITTLE_ENDIAN) return { at: (offset) => message.readUInt32LE(offset) };
  if (order === BIG_ENDIAN) return { at: (offset) => message.readUInt32BE(offset) };
  throw new Error(`a message of a bus begins with ${String(order)}`);
}

function aligned(offset: number, to: number): number {
  return Math.ceil(offset / to) * to;
}
