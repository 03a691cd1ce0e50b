import { describe, expect, it } from 'vitest';
import { busAddresses, socketOf } from '../../electron/bus-relay/bus-addresses.js';
import {
  RELAY_VARIABLE,
  relayDirectory,
  relayedVariables,
  withoutRelay,
} from '../../electron/bus-relay/relayed-environment.js';

it.each([
  ['unix:path=/run/user/1000/bus', '/run/user/1000/bus'],
  ['unix:path=/run/user/1000/bus,guid=12ab', '/run/user/1000/bus'],
  ['unix:guid=12ab,abstract=/tmp/dbus-x', '\0/tmp/dbus-x'],
  ['unix:path=/tmp/my%20b%c3%BCs', '/tmp/my büs'],
  ['tcp:host=localhost,port=1;unix:path=/bus', '/bus'],
  ['unix:path=/first;unix:path=/second', '/first'],
  ['tcp:host=localhost,port=1', null],
  ['autolaunch:', null],
  ['unix:tmpdir=/tmp', null],
  ['', null],
])('the socket of “%s”', (address, socket) => {
  expect(socketOf(address)).toBe(socket);
});

describe('where the buses are', () => {
  it.each([
    [{}, null],
    [{ XDG_RUNTIME_DIR: '/run/none' }, null],
    [{ XDG_RUNTIME_DIR: 'run' }, null],
    [{ XDG_RUNTIME_DIR: '/run/ü 1' }, 'unix:path=/run/%c3%bc%201/bus'],
    [{ XDG_RUNTIME_DIR: '/run/ü 1', DBUS_SESSION_BUS_ADDRESS: 'tcp:port=1' }, 'tcp:port=1'],
  ])('is found for the session as libdbus does: %j', (environment, session) => {
    const isThere = (path: string): boolean => path === '/run/ü 1/bus';
    const found = busAddresses(environment, isThere);
    expect(found).toEqual({ session, system: 'unix:path=/run/dbus/system_bus_socket' });
  });

  it('is told to Chromium differently, and to nobody else', () => {
    const before = { HOME: '/home/ada', DBUS_SYSTEM_BUS_ADDRESS: 'unix:path=/system' };
    const relayed = relayedVariables('/tmp/r', [
      { name: 'session', address: 'unix:path=/run/bus' },
      { name: 'system', address: 'unix:path=/system' },
    ]);
    const chromium = { ...before, ...relayed, [RELAY_VARIABLE]: '/tmp/r' };
    expect(chromium.DBUS_SYSTEM_BUS_ADDRESS).toBe('unix:path=/tmp/r/system;unix:path=/system');
    expect(relayDirectory(chromium)).toBe('/tmp/r');
    expect(withoutRelay(chromium)).toEqual({
      ...before,
      DBUS_SESSION_BUS_ADDRESS: 'unix:path=/run/bus',
    });
    expect(withoutRelay(before)).toEqual(before);
    expect(relayDirectory(before)).toBeNull();
  });
});
