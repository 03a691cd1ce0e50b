import { describe, expect, it } from 'vitest';
import { HELPER_PATH } from '../../main/shared/helper-files.js';
import type { HelperVerb } from '../../main/shared/helper-protocol.js';
import { BACKUPS_UUID } from './rig/backup-disks.js';
import { guestFacts } from './rig/guest-facts.js';
import { askHelperEach } from './rig/helper-batch.js';
import { askHelper } from './rig/helper-call.js';
import { LAPTOP } from './rig/laptop.js';
import { startPolkitAgent } from './rig/polkit-agent.js';
import { resume } from './rig/scenario.js';

const UNATTENDED: readonly HelperVerb[] = ['run', 'unlock', 'lock'];
const FOR_ADMINISTRATORS: readonly HelperVerb[] = [
  ...(['list', 'browse', 'preview', 'versions', 'measure', 'compare', 'search'] as const),
  ...(['restore', 'remove-snapshot', 'pin'] as const),
  ...(['test-profile', 'install-profile', 'remove-profile'] as const),
];

const machine = resume('ready');

describe('the guest', () => {
  it('has an ordinary user in an active local session', async () => {
    const guest = machine();
    const session = await guest.root.script(`
      loginctl show-session "$(loginctl show-user tester --property=Display --value)" \
        --property=Active --property=Remote --property=Name`);
    expect(session.trim().split('\n').sort()).toEqual(['Active=yes', 'Name=tester', 'Remote=no']);
    expect((await guestFacts(guest.root)).failedUnits).toEqual([]);
  });

  it('sees a disk come and go', async () => {
    const guest = machine();
    const disk = await guest.disk('backups');
    const plugged = performance.now();
    await disk.plug();
    await guest.settled();
    console.log(`vm: disk known after ${((performance.now() - plugged) / 1000).toFixed(1)} s`);
    const properties = await guest.root.run('udevadm', ['info', '--query=property', disk.device]);
    expect(properties).toContain('ID_FS_TYPE=crypto_LUKS');
    expect(properties).toContain(`ID_FS_UUID=${BACKUPS_UUID}`);
    expect(properties).toContain('ID_SERIAL_SHORT=BACKUP0001');
    await disk.unplug();
    await guest.root.waitUntil(`[ ! -e ${disk.device} ]`);
  });
});

describe('without authentication', () => {
  it('somebody who came over ssh may do nothing', async () => {
    const verbs = [...UNATTENDED, ...FOR_ADMINISTRATORS];
    const output = await machine().tester.script(`
      for verb in ${verbs.join(' ')}; do
        pkexec --disable-internal-agent ${HELPER_PATH} $verb laptop 2>/dev/null && exit=0 || exit=$?
        echo $verb $exit
      done`);
    expect(output.split('\n')).toEqual([...verbs.map((verb) => `${verb} 127`), '']);
  });

  it('somebody whose session is not the active one may do nothing', async () => {
    const guest = machine();
    const own = (
      await guest.root.run('loginctl', ['show-user', 'tester', '-p', 'Display', '--value'])
    ).trim();
    const active = `"$(loginctl show-session ${own} -p Active --value)"`;
    const other = `"$(loginctl --no-legend list-sessions | awk '$NF == "tty2" { print $1 }')"`;
    // Somebody else logs in at the same seat, and comes to its front.
    await guest.root.script(`
      systemd-run --quiet --collect --unit=somebody-else -p PAMName=login -p User=root \
        -p TTYPath=/dev/tty2 -p StandardInput=tty -p StandardOutput=tty sleep infinity`);
    await guest.root.waitUntil(`[ -n ${other} ]`);
    await guest.root.script(`loginctl activate ${other}`);
    await guest.root.waitUntil(`[ ${active} = no ]`);
    expect(await askHelper(guest, 'lock')).toMatchObject({ exitCode: 127, events: [] });
    expect(await askHelper(guest)).toMatchObject({ exitCode: 127, events: [] });
    await guest.root.run('loginctl', ['activate', own]);
    await guest.root.waitUntil(`[ ${active} = yes ]`);
    expect(await askHelper(guest, 'lock')).toMatchObject({ exitCode: 0, error: undefined });
  });

  it('the person who sits there may do what needs an administrator only with a password', async () => {
    const calls = FOR_ADMINISTRATORS.map((verb) => ({ args: [verb, 'laptop'] }));
    const results = await askHelperEach(machine(), calls);
    const nothing = { exitCode: 127, events: [], error: undefined, finished: undefined };
    expect(results).toEqual(calls.map(() => nothing));
  });
});

describe('with a password', () => {
  it('a profile is installed and removed, each time after a question that says which', async () => {
    const guest = machine();
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
    await agent.stop();
  });

  it('a person who turns the question away, or does not know the password, gets nothing', async () => {
    const guest = machine();
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
