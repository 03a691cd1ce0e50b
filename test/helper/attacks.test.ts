import { describe, expect, it } from 'vitest';
import type { SnapshotSummary } from '../../main/shared/snapshot-summary.js';
import {
  hostileEnvironment,
  plantIntruders,
  REFUSED_ARGUMENTS,
  REFUSED_PROFILES,
  refusedRequests,
  SPOILED_PROFILES,
} from '../support/helper-attacks.js';
import {
  answerOf,
  helperMachine,
  machineProfile,
  PROFILE_FILES,
  refusalOf,
  STATE_FILES,
  TRUSTED,
  type HelperMachine,
} from '../support/root-helper.js';

/** A machine with one good profile, and things that lead elsewhere. */
async function machineWithProfile(): Promise<HelperMachine> {
  const machine = await helperMachine();
  await machine.shell(`
    mkdir -p ${TRUSTED}/source/letters ${TRUSTED}/target ${TRUSTED}/users ${TRUSTED}/elsewhere/x
    echo two > ${TRUSTED}/source/photo
    ln -s /etc ${TRUSTED}/source/link-to-etc
    ln -s .. ${TRUSTED}/source/link-upwards
    ln -s ${TRUSTED}/elsewhere ${TRUSTED}/link
    chown 47211 ${TRUSTED}/users
  `);
  await machine.install(machineProfile());
  return machine;
}

/** Everything that the helper could have changed, and when. */
function traces(machine: HelperMachine): Promise<string> {
  return machine.shell(
    `find ${TRUSTED} ${PROFILE_FILES} /var/lib -not -name log -printf '%p %y %T@ %m %U\\n' | sort`,
  );
}

describe('the helper refuses', () => {
  it('arguments that are none, and does nothing', async () => {
    const machine = await machineWithProfile();
    const before = await traces(machine);
    const outcomes = [];
    for (const [what, args] of REFUSED_ARGUMENTS) {
      outcomes.push([what, refusalOf(await machine.start(args).done)]);
    }
    expect(outcomes).toEqual(REFUSED_ARGUMENTS.map(([what, , code]) => [what, code]));
    expect(await traces(machine)).toBe(before);
  });

  it('requests that it does not understand or that lead out of the backup', async () => {
    const machine = await machineWithProfile();
    expect(refusalOf(await machine.call('run', 'home'))).toBe(null);
    const [snapshot] = answerOf(await machine.call('list', 'home')) as readonly SnapshotSummary[];
    const requests = refusedRequests(snapshot?.name ?? '');
    const before = await traces(machine);
    const outcomes = [];
    for (const [what, verb, line] of requests) {
      const running = machine.start([verb, 'home']);
      running.write(line);
      running.write('\n');
      outcomes.push([what, refusalOf(await running.done)]);
    }
    expect(outcomes).toEqual(requests.map(([what, , , code]) => [what, code]));
    expect(withoutLocks(await traces(machine))).toBe(withoutLocks(before));
  });

  it.each(['install-profile', 'test-profile'])(
    'to %s what root must not carry out',
    async (verb) => {
      const machine = await machineWithProfile();
      const before = await traces(machine);
      const outcomes = [];
      for (const [what, changes] of REFUSED_PROFILES) {
        const rotation = {
          ...machineProfile().rotation,
          ...('rotation' in changes ? (changes.rotation as object) : {}),
        };
        const profile = { ...machineProfile(), ...changes, rotation };
        outcomes.push([what, refusalOf(await machine.call(verb, 'home', profile))]);
      }
      expect(outcomes).toEqual(REFUSED_PROFILES.map(([what, , code]) => [what, code]));
      expect(await traces(machine)).toBe(before);
    },
  );

  it.each(SPOILED_PROFILES)('a profile that is %s', async (_, script, code) => {
    const machine = await machineWithProfile();
    const names = `DIRECTORY=${PROFILE_FILES} FILE=${PROFILE_FILES}/home.json`;
    await machine.shell(`${names}; ${script}`);
    expect(refusalOf(await machine.call('run', 'home'))).toBe(code);
    expect(await machine.shell(`ls ${TRUSTED}`)).not.toContain('backups');
  });
});

/** The lock's file says who held it last. */
function withoutLocks(text: string): string {
  return text
    .split('\n')
    .filter((line) => !line.includes('/.rsync-system-backup'))
    .join('\n');
}

it('uses nothing of the caller’s environment', async () => {
  const machine = await machineWithProfile();
  const directory = `${TRUSTED}/hostile`;
  await machine.shell(plantIntruders(directory));
  const environment = hostileEnvironment(directory);
  const [first = '', ...rest] = Object.entries(environment).map(
    ([name, value]) => `${name}=${value}`,
  );
  const through = ['/usr/bin/env', '-i', first, ...rest];
  const result = await machine.call('run', 'home', undefined, { through });
  expect(result).toMatchObject({ exitCode: 0, stderr: '' });
  expect(await machine.shell(`ls ${directory}`)).not.toContain('intruded');
});

// Soft limits: to raise the others takes CAP_SYS_RESOURCE, which root has on a machine and not in every container.
it('is not ended half way by limits that its caller has set', async () => {
  const machine = await machineWithProfile();
  const limits = 'ulimit -S -f 0; ulimit -S -t 1; trap "" TERM HUP; umask 777; cd /proc; exec "$@"';
  const through = ['nice', '-n', '19', 'sh', '-c', limits, 'sh'];
  expect(refusalOf(await machine.call('run', 'home', undefined, { through }))).toBe(null);
  expect(await machine.shell(`stat -c %a ${TRUSTED}/backups ${STATE_FILES}/home.json`)).toBe(
    '755\n644\n',
  );
});

it.each(['<&-', '>&-', '<&- >&- 2>&-'])('does nothing for a caller with %s', async (closed) => {
  const machine = await machineWithProfile();
  const through = ['sh', '-c', `exec "$@" ${closed}`, 'sh'];
  const running = machine.start(['list', 'home'], { through });
  const { exitCode } = await running.done;
  // Without standard input it is asked to stop at once, and may be done by then.
  expect([0, 1]).toContain(exitCode);
  expect(await machine.shell(`ls ${TRUSTED}`)).not.toContain('backups');
});

it.each(['', 'root', '0; id', '-1', '47211\n'])(
  'refuses “%s” for the number of the caller',
  async (uid) => {
    const machine = await machineWithProfile();
    const result = await machine.call('list', 'home', undefined, {
      environment: { PKEXEC_UID: uid },
    });
    expect(refusalOf(result)).toBe(uid === '' ? null : 'invalid-call');
  },
);

it('is nothing for a user who is not root', async () => {
  const machine = await machineWithProfile();
  const through = ['setpriv', '--reuid=47211', '--regid=47211', '--clear-groups', '--'];
  const result = await machine.call('unlock', 'home', undefined, { through });
  expect(result.exitCode).not.toBe(0);
  expect(await machine.shell(`ls ${TRUSTED}`)).not.toContain('backups');
});
