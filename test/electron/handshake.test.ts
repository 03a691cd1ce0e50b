import { expect, it } from 'vitest';
import { Handshake } from '../../electron/bus-relay/handshake.js';

function handshake() {
  const heard = { bus: '', client: '' };
  const between = new Handshake(
    (bytes) => (heard.bus += bytes.toString('latin1')),
    (bytes) => (heard.client += bytes.toString('latin1')),
  );
  return {
    heard,
    isOver: () => between.isOver(),
    client: (text: string) => between.fromClient(Buffer.from(text)).toString(),
    bus: (text: string) => between.fromBus(Buffer.from(text)).toString(),
  };
}

it('passes on what both say, and refuses descriptors itself', () => {
  const { heard, client, bus, isOver } = handshake();
  expect(client('\0AUTH EXTER') + client('NAL 30\r\n')).toBe('');
  expect(bus('OK 12') + bus('34\r') + bus('\n')).toBe('');
  expect(client('NEGOTIATE_UNIX_FD\r\n')).toBe('');
  expect(heard.client).toBe('OK 1234\r\nERROR\r\n');
  expect(isOver()).toBe(false);
  expect(client('BEGIN\r\nmessage')).toBe('message');
  expect(heard.bus).toBe('\0AUTH EXTERNAL 30\r\nBEGIN\r\n');
  expect(isOver()).toBe(true);
  expect(client('more') + bus('answer')).toBe('moreanswer');
});

it('answers in its turn who says all at once, as systemd’s library does', () => {
  const { heard, client, bus, isOver } = handshake();
  const all = '\0AUTH EXTERNAL\r\nDATA\r\nNEGOTIATE_UNIX_FD\r\nBEGIN\r\nmessage';
  expect(client(all)).toBe('message');
  expect(heard).toEqual({ bus: '\0AUTH EXTERNAL\r\nDATA\r\nBEGIN\r\n', client: '' });
  expect(isOver()).toBe(false);
  expect(bus('DATA\r\nOK 1234\r\nanswer')).toBe('answer');
  expect(heard.client).toBe('DATA\r\nOK 1234\r\nERROR\r\n');
  expect(isOver()).toBe(true);
});
