import dbus from 'dbus-next';
import { describe, expect, it } from 'vitest';
import { errorReply, lengthOfMessage, readHeader } from '../../electron/bus-relay/bus-message.js';
import { messageSplitter } from '../../electron/bus-relay/message-splitter.js';

type Order = 'l' | 'B';

interface Fields {
  readonly type: number;
  readonly flags?: number;
  readonly serial: number;
  readonly answers?: number;
  readonly body?: Buffer;
}

/** D-Bus Specification, “Message Format”, with a field of each kind before the one that is looked for. */
function messageOf(order: Order, { type, flags = 0, serial, answers, body }: Fields): Buffer {
  const number = (value: number): Buffer => {
    const bytes = Buffer.alloc(4);
    if (order === 'l') bytes.writeUInt32LE(value);
    else bytes.writeUInt32BE(value);
    return bytes;
  };
  const text = (value: string): Buffer =>
    Buffer.concat([number(value.length), Buffer.from(`${value}\0`)]);
  const field = (code: number, signature: string, value: Buffer): Buffer =>
    Buffer.concat([Buffer.from([code, 1, signature.charCodeAt(0), 0]), value]);
  const all = [
    field(6, 's', text(':1.7')),
    field(1, 'o', text('/a/path')),
    field(8, 'g', Buffer.from('\x02ay\0')),
    ...(answers === undefined ? [] : [field(5, 'u', number(answers))]),
  ];
  const last = all.pop() ?? Buffer.alloc(0);
  const fields = Buffer.concat([...all.map(padded), last]);
  const content = body ?? Buffer.alloc(0);
  return Buffer.concat([
    Buffer.from([order.charCodeAt(0), type, flags, 1]),
    ...[number(content.length), number(serial), number(fields.length)],
    padded(fields),
    content,
  ]);
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc(-bytes.length & 7)]);
}

describe.each(['l', 'B'] as const)('messages whose numbers are in the order “%s”', (order) => {
  const call = messageOf(order, { type: 1, serial: 258, body: Buffer.from('odd') });
  const unasked = messageOf(order, { type: 1, flags: 1, serial: 3 });
  const answer = messageOf(order, { type: 2, serial: 4, answers: 258, body: Buffer.alloc(5000) });
  const signal = messageOf(order, { type: 4, serial: 5 });
  const all = [call, unasked, answer, signal];

  it.each([1, 2, 3, 7, 16, 17, 100, 1_000_000])('are whole again from %d bytes each', (size) => {
    const stream = Buffer.concat(all);
    const heard: Buffer[] = [];
    const push = messageSplitter((message) => heard.push(Buffer.from(message)));
    for (let at = 0; at < stream.length; at += size) push(stream.subarray(at, at + size));
    expect(heard).toEqual(all);
  });

  it('say who waits, and which call they answer', () => {
    expect(all.map(readHeader)).toEqual([
      { isAsking: true, serial: 258, answers: null },
      { isAsking: false, serial: 3, answers: null },
      { isAsking: false, serial: 4, answers: 258 },
      { isAsking: false, serial: 5, answers: null },
    ]);
  });
});

it.each(['GET / HTTP/1.1\r\n\r\n', `l\x01\0\x01${'\xff'.repeat(12)}`])(
  'what is no message is refused: %j',
  (text) => {
    expect(() => lengthOfMessage(Buffer.from(text, 'latin1'))).toThrow(/^a message of a bus/);
  },
);

it('an answer that a call has failed is one to this program too', () => {
  const reply = errorReply(9, 0x01020304, 'org.freedesktop.DBus.Error.Disconnected');
  expect(lengthOfMessage(reply)).toBe(reply.length);
  expect(readHeader(reply)).toEqual({ isAsking: false, serial: 9, answers: 0x01020304 });
  expect(reply[1]).toBe(dbus.MessageType.ERROR);
});
