import { describe, expect, it } from 'vitest';
import { parseTunnel } from '../../main/domain/tunnel.js';

describe('parseTunnel', () => {
  it.each([
    ['backup-server', { username: null, hostname: 'backup-server', port: null }],
    ['me@backup-server', { username: 'me', hostname: 'backup-server', port: null }],
    ['me@192.0.2.7:2222', { username: 'me', hostname: '192.0.2.7', port: 2222 }],
    ['me@example.org@gateway:22', { username: 'me@example.org', hostname: 'gateway', port: 22 }],
    ['me@[2001:db8::7]:2222', { username: 'me', hostname: '2001:db8::7', port: 2222 }],
  ])('reads %s', (specification, value) => {
    expect(parseTunnel(specification)).toEqual({ ok: true, value });
  });

  it.each([
    ['', '^ the host name is missing'],
    ['gateway:', '        ^ a port is a number from 1 to 65535'],
    ['gateway:0', '        ^ a port is a number from 1 to 65535'],
    ['2001:db8::7', '     ^ a port is a number from 1 to 65535'],
    ['me@-oProxyCommand=reboot', '   ^ this is no host name'],
    ['gate\0way', '^ this is no host name'],
  ])('points at what is wrong in “%s”', (specification, pointer) => {
    expect(parseTunnel(specification)).toMatchObject({
      ok: false,
      failure: {
        code: 'invalid-tunnel',
        advice: 'Write the tunnel as [USER@]HOST[:PORT].',
        detail: `${specification.replace('\0', '?')}\n${pointer}`,
      },
    });
  });
});
