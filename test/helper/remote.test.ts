import { expect, it } from 'vitest';
import { otherRoot } from '../support/other-root.js';
import { changeableInside } from '../support/private-namespace.js';
import {
  helperMachine,
  machineProfile,
  outcomeOf,
  refusalOf,
  STATE_FILES,
  TRUSTED,
  type HelperMachine,
} from '../support/root-helper.js';
import { sshServer, type SshServer } from '../support/ssh-server.js';

/** Where root's own ssh finds the server as `box`. */
async function machineThatKnows({ environment }: SshServer): Promise<HelperMachine> {
  const machine = await helperMachine();
  await changeableInside(machine.namespace, '/root');
  const configuration = environment.RSYNC_RSH.split(' ').at(-1) ?? '';
  await machine.shell(`
    mkdir -p ${TRUSTED}/source /root/.ssh; chmod 700 /root/.ssh
    cp '${configuration}' /root/.ssh/config; chmod 600 /root/.ssh/config
    echo secret > ${TRUSTED}/source/letter; chmod 600 ${TRUSTED}/source/letter
  `);
  return machine;
}

it('backs up to another machine with the keys of root, and remembers it', async () => {
  const namespace = await otherRoot();
  const machine = await machineThatKnows(await sshServer([], { namespace, address: '127.0.0.1' }));
  const profile = machineProfile({ destination: 'root@box:/srv/backups/latest' });
  expect(outcomeOf(await machine.call('test-profile', 'home', profile))).toBe('complete');
  expect(refusalOf(await machine.call('install-profile', 'home', profile))).toBe(null);
  const result = await machine.call('run', 'home');
  expect(outcomeOf(result)).toBe('complete');
  expect(await namespace.run('cat', ['/srv/backups/latest/letter'])).toBe('secret\n');
  const finished = result.events.find((event) => event.event === 'finished');
  expect(finished?.space?.total).toBeGreaterThan(0);
  const state: unknown = JSON.parse(await machine.read(`${STATE_FILES}/home.json`));
  expect(state).toMatchObject({ destinationId: finished?.destinationId });
  expect(refusalOf(await machine.call('list', 'home'))).toBe('destination-not-local');
});

it('refuses this machine by another name, where links would be followed', async () => {
  const machine = await machineThatKnows(await sshServer());
  const profile = machineProfile({ destination: `root@box:${TRUSTED}/backups/latest` });
  expect(refusalOf(await machine.call('test-profile', 'home', profile))).toBe(
    'destination-is-here',
  );
});
