import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatDestination,
  parentDirectory,
  parseDestination,
  type Destination,
} from '../../main/domain/destination.js';

const DAEMON = { kind: 'daemon', username: null, port: null, directory: '' } as const;

describe('parseDestination', () => {
  it.each([
    '/mnt/backups/laptop',
    '/mnt/day:night',
    './host:dir',
    'laptop',
    '/mnt/with\nline break',
    '~/rsync://x',
  ])('takes %j for a local directory', (directory) => {
    expect(parseDestination(directory)).toEqual({ ok: true, value: { kind: 'local', directory } });
  });

  it.each([
    ['server:/backups', { username: null, hostname: 'server', directory: '/backups' }],
    ['me@server:/backups', { username: 'me', hostname: 'server', directory: '/backups' }],
    ['server:', { username: null, hostname: 'server', directory: '' }],
    ['server:a:b', { username: null, hostname: 'server', directory: 'a:b' }],
    ['server:/a::b', { username: null, hostname: 'server', directory: '/a::b' }],
    ['me@ad.example@server:x', { username: 'me@ad.example', hostname: 'server', directory: 'x' }],
    ['me@[2001:db8::7]:/b', { username: 'me', hostname: '2001:db8::7', directory: '/b' }],
    ['[fe80::1%eth0]:/b', { username: null, hostname: 'fe80::1%eth0', directory: '/b' }],
  ])('takes %s for a directory behind SSH', (expression, parts) => {
    expect(parseDestination(expression)).toEqual({ ok: true, value: { kind: 'ssh', ...parts } });
  });

  it.each([
    ['server::laptop', { hostname: 'server', module: 'laptop' }],
    ['server::laptop/', { hostname: 'server', module: 'laptop' }],
    [
      'me@server::laptop/a/b',
      { username: 'me', hostname: 'server', module: 'laptop', directory: 'a/b' },
    ],
    ['[::1]::laptop', { hostname: '::1', module: 'laptop' }],
    ['rsync://server/laptop', { hostname: 'server', module: 'laptop' }],
    ['RSYNC://server/laptop/', { hostname: 'server', module: 'laptop' }],
    [
      'rsync://me@server:12345/laptop/a/b',
      { username: 'me', hostname: 'server', port: 12345, module: 'laptop', directory: 'a/b' },
    ],
    [
      'rsync://me@ad.example@[2001:db8::7]:8730/laptop',
      { username: 'me@ad.example', hostname: '2001:db8::7', port: 8730, module: 'laptop' },
    ],
  ])('takes %s for a module of a daemon', (expression, parts) => {
    expect(parseDestination(expression)).toEqual({ ok: true, value: { ...DAEMON, ...parts } });
  });

  it.each([
    ['', 0, 'a destination is missing'],
    ['/mnt/a\0b', 6, 'a path contains no NUL'],
    [':/backups', 0, 'the host name is missing'],
    ['me@:/backups', 3, 'the host name is missing'],
    ['@server:/backups', 0, 'the user name is missing'],
    ['server::', 8, 'the name of a module is missing'],
    ['server::/etc', 8, 'the name of a module is missing'],
    ['rsync://server', 14, 'the name of a module is missing'],
    ['rsync://server/', 15, 'the name of a module is missing'],
    ['rsync://server/#list', 15, 'this is no name of a module'],
    ['server::lap\ntop', 8, 'this is no name of a module'],
    ['rsync://server/laptop/../other', 22, 'a module has nothing above it'],
    ['server::laptop/a/..', 17, 'a module has nothing above it'],
    ['rsync:///laptop', 8, 'the host name is missing'],
    ['rsync://server:0/laptop', 15, 'a port is a number from 1 to 65535'],
    ['rsync://server:65536/laptop', 15, 'a port is a number from 1 to 65535'],
    ['rsync://server:ssh/laptop', 15, 'a port is a number from 1 to 65535'],
    ['rsync://me:secret@server/laptop', 8, 'this is no user name'],
    ['rsync://2001:db8::7/laptop', 13, 'a port is a number from 1 to 65535'],
    ['me@[2001:db8::7:/b', 3, 'this is no host name'],
    ['rsync://[::1]x/laptop', 8, 'this is no host name'],
    ['-oProxyCommand=reboot:/b', 0, 'this is no host name'],
    ['-l@server:/b', 0, 'this is no user name'],
    ['my server:/b', 0, 'this is no host name'],
  ])('points at what is wrong in %j', (expression, column, what) => {
    const shown = expression.replace(/[\0\n]/, '?');
    expect(parseDestination(expression)).toMatchObject({
      ok: false,
      failure: {
        code: 'invalid-destination',
        title: `“${shown}” cannot be read: ${what}.`,
        detail: `${shown}\n${' '.repeat(column)}^ ${what}`,
      },
    });
  });

  it('shows nothing that a terminal would act on', () => {
    const result = parseDestination('\u001b[2J\u202e:x');
    expect(result).toMatchObject({
      failure: { title: '“?[2J?:x” cannot be read: this is no host name.' },
    });
  });
});

describe('formatDestination', () => {
  it.each([
    ['server::laptop', 'rsync://server/laptop'],
    ['me@[::1]::laptop/a', 'rsync://me@[::1]/laptop/a'],
  ])('writes %s as %s', (expression, address) => {
    const parsed = parseDestination(expression);
    expect(parsed.ok && formatDestination(parsed.value)).toBe(address);
  });

  it('writes what parseDestination reads', () => {
    fc.assert(
      fc.property(anyDestination(), (destination) => {
        const expression = formatDestination(destination);
        expect(parseDestination(expression)).toEqual({ ok: true, value: destination });
      }),
    );
  });
});

describe('parentDirectory', () => {
  it.each([
    ['/mnt/backups/laptop', '/mnt/backups'],
    ['/mnt/backups/laptop//', '/mnt/backups'],
    ['/mnt//laptop', '/mnt'],
    ['/latest', '/'],
    ['//latest', '/'],
    ['a/latest', 'a'],
    ['latest', null],
    ['latest/', null],
    ['/', null],
    ['', null],
    ['/mnt/backups/..', null],
    ['/mnt/backups/.', null],
  ])('of %j is %j', (directory, parent) => {
    expect(parentDirectory({ kind: 'local', directory })).toBe(parent);
  });

  it('is relative to the module of a daemon', () => {
    const latest = { ...DAEMON, hostname: 'server', module: 'laptop', directory: 'a/latest' };
    expect(parentDirectory(latest)).toBe('a');
    expect(parentDirectory({ ...latest, directory: 'latest' })).toBeNull();
  });
});

function anyDestination(): fc.Arbitrary<Destination> {
  const username = fc.option(fc.stringMatching(/^[a-z][a-z@.]{0,8}$/), { nil: null });
  const hostname = fc.oneof(fc.domain(), fc.ipV4(), fc.ipV6());
  const path = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0'));
  return fc.oneof(
    fc.record({ kind: fc.constant('local' as const), directory: path.map((text) => `/${text}`) }),
    fc.record({
      kind: fc.constant('ssh' as const),
      username,
      hostname,
      directory: path.filter((text) => !text.startsWith(':')),
    }),
    fc.record({
      kind: fc.constant('daemon' as const),
      username,
      hostname,
      port: fc.option(fc.integer({ min: 1, max: 65535 }), { nil: null }),
      module: fc.stringMatching(/^[^/\p{Cc}#][^/\p{Cc}]*$/u),
      directory: path.filter((text) => !text.split('/').includes('..')),
    }),
  );
}
