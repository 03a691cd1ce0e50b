import { describe, expect, it } from 'vitest';
import { remotePlace } from '../../main/domain/remote-place.js';
import { sshFailure } from '../../main/domain/ssh-failure.js';
import { sshRemedy } from '../../main/domain/ssh-remedy.js';
import { testSteps } from '../../main/domain/test-steps.js';
import { DEFAULT_REMOTE_CHOICES } from '../../main/shared/remote-choices.js';

const SIGNS = { yes: '+', no: '-', unknown: '?' } as const;

describe('how far a test came', () => {
  it.each<[string, string | null, string, string | null, boolean, string]>([
    ['host:dir', null, 'went well', null, true, '++++'],
    ['host:dir', null, 'there is no source', 'source-missing', false, '????'],
    ['host:dir', null, 'nobody answers', 'host-unreachable', true, '-???'],
    ['host:dir', null, 'there is no such host', 'host-unknown', true, '-???'],
    ['host:dir', null, 'the host key is new', 'host-key-unknown', true, '+-??'],
    ['host:dir', null, 'the key is refused', 'ssh-permission-denied', true, '++-?'],
    ['host:dir', null, 'there is no rsync', 'remote-program-missing', true, '+++-'],
    ['host:dir', null, 'it holds other files', 'not-a-backup', true, '++++'],
    ['host:dir', null, 'ssh says nothing', 'ssh-failed', true, '????'],
    ['host::module', null, 'went well', null, true, '+++'],
    ['host::module', null, 'nobody answers', 'daemon-refused', true, '-??'],
    ['host::module', null, 'the password is wrong', 'daemon-auth-failed', true, '+-?'],
    ['host::module', null, 'it is read-only', 'daemon-read-only', true, '++-'],
    ['host::module', null, 'rsync failed', 'rsync-failed', true, '???'],
    ['host::module', 'gate', 'the key is refused', 'ssh-permission-denied', true, '++-???'],
    ['host::module', 'gate', 'nobody is behind', 'tunnel-leads-nowhere', true, '+++-??'],
  ])('to %s through %s when %s', (destination, tunnel, _when, code, hasAsked, signs) => {
    const place = remotePlace({ destination, remote: { ...DEFAULT_REMOTE_CHOICES, tunnel } });
    if (place === null) throw new Error('It is here.');
    const steps = testSteps(place, { hasAsked, code });
    expect(steps.map(({ state }) => SIGNS[state]).join('')).toBe(signs);
    expect(steps[0]?.what).toContain(tunnel ?? 'host');
  });
});

describe('what to do in a terminal', () => {
  const DOOR = { username: 'ada', hostname: 'nas', port: null };

  it('about a key that is refused, with a port and as root', () => {
    const steps = sshRemedy('ssh-permission-denied', { ...DOOR, port: 2222 }, true);
    expect(steps.map(({ command }) => command)).toEqual([
      'sudo ssh-keygen',
      'sudo ssh-copy-id -p 2222 ada@nas',
      'sudo ssh -o BatchMode=yes -p 2222 ada@nas',
    ]);
  });

  it('on the other machine is not for root of this one', () => {
    const [there, here] = sshRemedy('host-key-unknown', DOOR, true);
    expect(there?.command).toMatch(/^ssh-keygen /);
    expect(here?.command).toBe('sudo ssh ada@nas');
  });

  it('is written so that a shell reads nothing into a name', () => {
    const [, copy] = sshRemedy('ssh-permission-denied', { ...DOOR, hostname: '$(reboot)' }, false);
    expect(copy?.command).toBe("ssh-copy-id 'ada@$(reboot)'");
  });

  it('is nothing where no command helps', () => {
    expect(sshRemedy('host-unreachable', DOOR, false)).toEqual([]);
  });

  it.each([
    ['Permission denied (publickey).', ['ssh-keygen', 'ssh-copy-id nas', 'BatchMode=yes nas']],
    ['Host key verification failed.', ['ssh nas']],
    ['WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!', ['ssh-keygen -R nas', 'ssh nas']],
  ])('is what the advice says: %s', (complaint, commands) => {
    const { code, advice } = sshFailure(complaint, 'nas', false);
    const remedy = sshRemedy(code, { username: null, hostname: 'nas', port: null }, false);
    for (const command of commands) {
      expect(advice).toContain(command);
      expect(remedy.some((step) => step.command.endsWith(command))).toBe(true);
    }
  });
});
