import { describe, expect, it } from 'vitest';
import { HELPER_PATH, type HelperVerb } from '../../main/shared/helper-protocol.js';
import {
  hostileEnvironment,
  plantIntruders,
  REFUSED_ARGUMENTS,
  REFUSED_PROFILES,
  refusedRequests,
  SPOILED_PROFILES,
} from '../support/helper-attacks.js';
import type { Guest } from './rig/guest.js';
import { askHelper, callHelper } from './rig/helper-call.js';
import { LAPTOP } from './rig/laptop.js';
import { startPolkitAgent } from './rig/polkit-agent.js';
import { resume } from './rig/scenario.js';

const UNATTENDED: readonly HelperVerb[] = ['run', 'unlock', 'lock'];
const FOR_ADMINISTRATORS: readonly HelperVerb[] = [
  ...(['list', 'browse', 'restore', 'remove-snapshot', 'pin'] as const),
  ...(['install-profile', 'remove-profile'] as const),
];

describe('without authentication', () => {
  it('somebody who came over ssh may do nothing', async () => {
    const guest = await resume('ready');
    for (const verb of [...UNATTENDED, ...FOR_ADMINISTRATORS]) {
      const args = ['--disable-internal-agent', HELPER_PATH, verb, 'laptop'];
      const { exitCode, stdout } = await guest.tester.attempt('pkexec', args);
      expect([verb, exitCode, stdout]).toEqual([verb, 127, '']);
    }
  });

  it('somebody whose session is not the active one may do nothing', async () => {
    const guest = await resume('ready');
    const own = (
      await guest.root.run('loginctl', ['show-user', 'tester', '-p', 'Display', '--value'])
    ).trim();
    const isActive = `"$(loginctl show-session ${own} -p Active --value)"`;
    // Somebody else logs in at the same seat, and comes to its front.
    await guest.root.script(`
      systemd-run --quiet --collect --unit=somebody-else -p PAMName=login -p User=root \
        -p TTYPath=/dev/tty2 -p StandardInput=tty -p StandardOutput=tty sleep infinity
      other() { loginctl --no-legend list-sessions | awk '$NF == "tty2" { print $1 }'; }
      until [ -n "$(other)" ]; do sleep 0.2; done
      loginctl activate "$(other)"
      until [ ${isActive} = no ]; do sleep 0.2; done`);
    expect(await askHelper(guest, 'lock')).toMatchObject({ exitCode: 127, events: [] });
    expect(await askHelper(guest)).toMatchObject({ exitCode: 127, events: [] });
    await guest.root.script(`
      loginctl activate ${own}
      until [ ${isActive} = yes ]; do sleep 0.2; done`);
    expect(await askHelper(guest, 'lock')).toMatchObject({ exitCode: 0, error: undefined });
  });

  it('the person who sits there may do what needs an administrator only with a password', async () => {
    const guest = await resume('ready');
    for (const verb of FOR_ADMINISTRATORS) {
      const { exitCode, events } = await askHelper(guest, verb);
      expect([verb, exitCode, events]).toEqual([verb, 127, []]);
    }
  });
});

describe('with a password', () => {
  it('a profile is installed and removed, each time after a question that says which', async () => {
    const guest = await resume('ready');
    const agent = await startPolkitAgent(guest.root, 'right');
    const home = { ...LAPTOP, id: 'home', source: '/home' };
    const installed = await askHelper(guest, 'install-profile', home, 'home');
    expect(installed).toMatchObject({ exitCode: 0, error: undefined });
    const path = '/etc/rsync-system-backup/profiles/home.json';
    expect(await guest.root.run('stat', ['--format=%U %a %F', path])).toBe(
      'root 644 regular file\n',
    );
    const removed = await askHelper(guest, 'remove-profile', undefined, 'home');
    expect(removed).toMatchObject({ exitCode: 0, error: undefined });
    await guest.root.run('test', ['!', '-e', path]);
    const asked = await agent.asked();
    expect(asked.map(({ action }) => action)).toEqual([
      'org.rsync-system-backup.install-profile',
      'org.rsync-system-backup.remove-profile',
    ]);
    for (const { message } of asked) expect(message).toMatch(/backup/i);
  });

  it('a person who turns the question away, or does not know the password, gets nothing', async () => {
    const guest = await resume('ready');
    for (const [answer, exitCode] of [
      ['dismiss', 126],
      ['wrong', 127],
    ] as const) {
      const agent = await startPolkitAgent(guest.root, answer);
      expect(await askHelper(guest, 'remove-profile')).toMatchObject({ exitCode, events: [] });
      await agent.stop();
    }
    await guest.root.run('test', ['-e', '/etc/rsync-system-backup/profiles/laptop.json']);
  });
});

/** All of them are tried where there is no polkit (test/helper); each takes the emulated machine seconds. */
function everyFourth(_: unknown, index: number): boolean {
  return index % 4 === 0;
}

/** Everything that an attack could have changed, and when. */
function traces(guest: Guest): Promise<string> {
  return guest.root.script(`
    find /etc /var/lib/rsync-system-backup /mnt /home /root /usr/local -xdev -printf '%p %y %T@ %m %U\\n' | sort`);
}

describe('an ordinary user who attacks the helper gets nothing', () => {
  it('by arguments', async () => {
    const guest = await resume('ready');
    await startPolkitAgent(guest.root, 'right');
    const before = await traces(guest);
    const outcomes = [];
    for (const [what, args] of REFUSED_ARGUMENTS) {
      const command = ['pkexec', '--disable-internal-agent', HELPER_PATH, ...args] as const;
      const { exitCode, stdout } = await guest.inSession([...command]);
      outcomes.push([what, exitCode, /"code":"([^"]*)"/.exec(stdout)?.[1]]);
    }
    expect(outcomes).toEqual(REFUSED_ARGUMENTS.map(([what, , code]) => [what, 1, code]));
    expect(await traces(guest)).toBe(before);
  });

  it('by the environment', async () => {
    const guest = await resume('ready');
    const directory = '/home/tester/hostile';
    await guest.root.script(plantIntruders(directory));
    await (await guest.disk('backups')).plug();
    await guest.settled();
    const { exitCode, stdout } = await guest.inSession(
      ['/usr/bin/pkexec', '--disable-internal-agent', HELPER_PATH, 'unlock', 'laptop'],
      { environment: hostileEnvironment(directory) },
    );
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('"answer"')]);
    expect(await guest.root.run('ls', [directory])).not.toContain('intruded');
    await askHelper(guest, 'lock');
  });

  it('by requests that are malformed, oversized, or lead out of the backup, even with a password', async () => {
    const guest = await resume('ready');
    await guest.root.script(`
      cd /home/tester/data; mkdir letters; echo two > photo; ln -s /etc link-to-etc; ln -s .. link-upwards
      mkdir -p /mnt/target /mnt/elsewhere/x; ln -s /mnt/elsewhere /mnt/link`);
    await (await guest.disk('backups')).plug();
    await guest.settled();
    const { finished } = await askHelper(guest);
    await guest.root.script('cryptdisks_start backups >&2; mount -o noatime /mnt/backups');
    await startPolkitAgent(guest.root, 'right');
    const requests = refusedRequests(finished?.snapshot ?? '').filter(everyFourth);
    const before = withoutCatalog(await traces(guest));
    const outcomes = [];
    for (const [what, verb, line] of requests) {
      const call = await callHelper(guest, verb as HelperVerb);
      call.write(line);
      call.write('\n');
      const { exitCode, error } = await call.done();
      outcomes.push([what, exitCode, error?.code]);
    }
    expect(outcomes).toEqual(requests.map(([what, , , code]) => [what, 1, code]));
    expect(withoutCatalog(await traces(guest))).toBe(before);
    await guest.root.script('umount /mnt/backups; cryptdisks_stop backups');
  }, 900_000);

  it('by profiles that lead elsewhere, even with a password', async () => {
    const guest = await resume('ready');
    await guest.root.script(`
      mkdir -p /mnt/users /mnt/elsewhere/x /mnt/source; ln -s /mnt/elsewhere /mnt/link; chown tester: /mnt/users`);
    await startPolkitAgent(guest.root, 'right');
    const before = await traces(guest);
    const good = {
      ...LAPTOP,
      cryptoName: null,
      mountPoint: null,
      source: '/mnt/source',
      destination: '/mnt/x/latest',
    };
    const outcomes = [];
    const profiles = REFUSED_PROFILES.filter(everyFourth);
    for (const [what, changes] of profiles) {
      const { exitCode, error } = await askHelper(guest, 'install-profile', {
        ...good,
        ...changes,
      });
      outcomes.push([what, exitCode, error?.code]);
    }
    expect(outcomes).toEqual(profiles.map(([what, , code]) => [what, 1, code]));
    expect(await traces(guest)).toBe(before);
  }, 600_000);

  it('by files that are planted where profiles are', async () => {
    const guest = await resume('ready');
    const [file, directory] = [
      '/etc/rsync-system-backup/profiles/home.json',
      '/etc/rsync-system-backup/profiles',
    ];
    const good = JSON.stringify({ version: 1, ...LAPTOP, id: 'home' });
    const outcomes = [];
    const spoiled = SPOILED_PROFILES.filter(everyFourth);
    for (const [what, script] of spoiled) {
      const spoil = script
        .replaceAll('$FILE', file)
        .replaceAll('$DIRECTORY', directory)
        .replaceAll('47211', '1000');
      await guest.root.script(`
        rm -rf /etc/rsync-system-backup /mnt/profiles; chmod 755 /etc; mkdir -p ${directory}
        printf '%s' '${good}' > ${file}; ${spoil}`);
      const { exitCode, error } = await askHelper(guest, 'run', undefined, 'home');
      outcomes.push([what, exitCode, error?.code]);
    }
    expect(outcomes).toEqual(spoiled.map(([what, , code]) => [what, 1, code]));
  }, 600_000);
});

/** The lock's file says who held it last. */
function withoutCatalog(text: string): string {
  return text
    .split('\n')
    .filter((line) => !line.includes('/.rsync-system-backup'))
    .join('\n');
}
