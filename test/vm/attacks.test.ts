import { describe, expect, it } from 'vitest';
import { HELPER_PATH } from '../../main/shared/helper-files.js';
import {
  hostileEnvironment,
  plantIntruders,
  REFUSED_ARGUMENTS,
  REFUSED_PROFILES,
  refusedRequests,
  SPOILED_PROFILES,
} from '../support/helper-attacks.js';
import type { Guest } from './rig/guest.js';
import { askHelperEach, type BatchedResult } from './rig/helper-batch.js';
import { askHelper } from './rig/helper-call.js';
import { LAPTOP } from './rig/laptop.js';
import { startPolkitAgent } from './rig/polkit-agent.js';
import { resume } from './rig/scenario.js';

const machine = resume('ready');

/** Each call takes the emulated machine ten to twenty seconds. */
const LONG_MS = 600_000;

/** All are tried where there is no polkit (test/helper); each takes the emulated machine seconds. */
function chosen<T extends readonly [string, ...unknown[]]>(
  table: readonly T[],
  names: readonly string[],
): readonly T[] {
  return names.map((name) => {
    const row = table.find(([what]) => what === name);
    if (row === undefined) throw new Error(`There is no attack “${name}”.`);
    return row;
  });
}

/** Everything that an attack could have changed, and when. */
function traces(guest: Guest): Promise<string> {
  return guest.root.script(`
    find /etc /var/lib/rsync-system-backup /mnt /home /root /usr/local -xdev \
      ! -path '*/.rsync-system-backup*' -printf '%p %y %T@ %m %U\n' | sort`);
}

/** Exit value and code of the error of each. */
function refusals(results: readonly BatchedResult[]): readonly unknown[] {
  return results.map(({ exitCode, error }) => [exitCode, error?.code]);
}

describe('an ordinary user who attacks the helper gets nothing', () => {
  it('by arguments, even with a password', async () => {
    const guest = machine();
    const agent = await startPolkitAgent(guest.root, 'right');
    const calls = chosen(REFUSED_ARGUMENTS, [
      ...['no id', 'a third argument', 'an unknown verb', 'an option of Node.js as verb'],
      ...[
        'an empty id',
        'an id that leads up',
        'an absolute path as id',
        'an id with a line break',
      ],
      ...['an id with a shell in it', 'a huge id', 'an option of Node.js as id'],
      ...['an id of dashes', 'an id that nobody installed'],
    ]);
    const before = await traces(guest);
    const results = await askHelperEach(
      guest,
      calls.map(([, args]) => ({ args })),
    );
    expect(refusals(results)).toEqual(calls.map(([, , code]) => [1, code]));
    expect(await traces(guest)).toBe(before);
    await agent.stop();
  });

  it('by the environment', async () => {
    const guest = machine();
    const directory = '/home/tester/hostile';
    await guest.root.script(plantIntruders(directory));
    const hostile = Object.entries(hostileEnvironment(directory)).map((pair) => pair.join('='));
    const { exitCode, stdout } = await guest.inSession([
      ...(['/usr/bin/env', ...hostile] as const),
      ...['/usr/bin/pkexec', '--disable-internal-agent', HELPER_PATH, 'lock', 'laptop'],
    ]);
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('"answer"')]);
    expect(await guest.root.run('ls', [directory])).not.toContain('intruded');
  });

  it(
    'by requests that are malformed, oversized, or lead out of the backup, even with a password',
    async () => {
      const guest = machine();
      await guest.root.script(`
      cd /home/tester/data; mkdir letters; echo two > photo; ln -s /etc link-to-etc; ln -s .. link-upwards
      mkdir -p /mnt/target /mnt/elsewhere/x; ln -s /mnt/elsewhere /mnt/link`);
      await (await guest.disk('backups')).plug();
      await guest.settled();
      const { finished } = await askHelper(guest);
      await guest.root.script('cryptdisks_start backups >&2; mount -o noatime /mnt/backups');
      const agent = await startPolkitAgent(guest.root, 'right');
      const requests = chosen(refusedRequests(finished?.snapshot ?? ''), [
        ...['half of a request', 'an oversized line', 'a path down and up', 'a way over a link'],
        ...['a way over it', 'an option as target', 'a target over a link', 'the backup'],
      ]);
      const before = await traces(guest);
      const results = await askHelperEach(
        guest,
        requests.map(([, verb, request]) => ({ args: [verb, 'laptop'], request })),
      );
      expect(refusals(results)).toEqual(requests.map(([, , , code]) => [1, code]));
      expect(await traces(guest)).toBe(before);
      await agent.stop();
      await guest.root.script('umount /mnt/backups; cryptdisks_stop backups');
    },
    LONG_MS,
  );

  it('by profiles that lead elsewhere, even with a password', async () => {
    const guest = machine();
    await guest.root.script('mkdir -p /mnt/users /mnt/source; chown tester: /mnt/users');
    const agent = await startPolkitAgent(guest.root, 'right');
    const good = {
      ...LAPTOP,
      cryptoName: null,
      mountPoint: null,
      source: '/mnt/source',
      destination: '/mnt/x/latest',
    };
    const profiles = chosen(REFUSED_PROFILES, [
      ...['another id', 'a source behind a link', 'an option as destination'],
      ...['a destination of a user', 'a mount point in /tmp'],
    ]);
    const before = await traces(guest);
    const results = await askHelperEach(
      guest,
      profiles.map(([, changes]) => ({
        args: ['install-profile', 'laptop'],
        request: JSON.stringify({ ...good, ...changes }),
      })),
    );
    expect(refusals(results)).toEqual(profiles.map(([, , code]) => [1, code]));
    expect(await traces(guest)).toBe(before);
    await agent.stop();
  });

  it('by files that are planted where profiles are', async () => {
    const guest = machine();
    const directory = '/etc/rsync-system-backup/profiles';
    const good = JSON.stringify({ version: 1, ...LAPTOP, id: 'home' });
    const spoiled = chosen(SPOILED_PROFILES, [
      ...['a symbolic link', 'writable by an access control list', 'below a directory of a user'],
      ...['in a directory behind a link', 'endless'],
    ]);
    const outcomes = [];
    for (const [, script] of spoiled) {
      const spoil = script
        .replaceAll('$FILE', `${directory}/home.json`)
        .replaceAll('$DIRECTORY', directory)
        .replaceAll('47211', '1000');
      await guest.root.script(`
        rm -rf /etc/rsync-system-backup /mnt/profiles; mkdir -p ${directory}
        printf '%s' '${good}' > ${directory}/home.json; ${spoil}`);
      outcomes.push(await askHelper(guest, 'run', undefined, 'home'));
    }
    expect(refusals(outcomes)).toEqual(spoiled.map(([, , code]) => [1, code]));
  });
});
