import { expect, it } from 'vitest';
import { tunnelFailure } from '../../main/domain/tunnel-failure.js';

const END = { gate: 'gate', hostname: 'localhost', port: 873, asRoot: false };

const NO_GREETING = [
  'rsync: did not see server greeting',
  'rsync error: error starting client-server protocol (code 5) at main.c(1863) [sender=3.2.7]',
];

it.each([
  [
    'nobody listens',
    ['channel 0: open failed: connect failed: Connection refused', 'stdio forwarding failed'],
    'tunnel-leads-nowhere',
  ],
  [
    'forwarding is forbidden',
    ['channel 0: open failed: administratively prohibited: open failed', 'stdio forwarding failed'],
    'tunnel-leads-nowhere',
  ],
  ['who listens says nothing', [], 'tunnel-leads-nowhere'],
  ['nobody is let in', ['me@gate: Permission denied (publickey).'], 'ssh-permission-denied'],
  ['no SSH server runs', ['ssh: connect to host gate port 22: Connection refused'], 'host-refused'],
  ['the line is cut at once', ['Timeout, server gate not responding.'], 'host-unreachable'],
  ['ssh says what nobody knows', ['ssh: something new'], 'tunnel-failed'],
])('tells why there was no way to the daemon when %s', (_when, said, code) => {
  const complaint = [...said, ...NO_GREETING].join('\n');
  expect(tunnelFailure(complaint, END)).toMatchObject({ code });
});

it.each([
  ['the daemon refuses', "@ERROR: Unknown module 'x'"],
  ['no daemon answers', 'rsync: server sent "SSH-2.0-OpenSSH_9.2p1" rather than greeting'],
  ['the line is cut later', 'Timeout, server gate not responding.'],
])('leaves to others why it failed when %s', (_when, complaint) => {
  expect(tunnelFailure(complaint, END)).toBeNull();
});
