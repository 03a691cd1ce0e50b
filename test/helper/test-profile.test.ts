import { expect, it } from 'vitest';
import {
  helperMachine,
  machineProfile,
  outcomeOf,
  refusalOf,
  STATE_FILES,
  TRUSTED,
} from '../support/root-helper.js';

async function machineWithSource() {
  const machine = await helperMachine();
  await machine.shell(`
    mkdir -p ${TRUSTED}/source/letters; echo Dear Ada > ${TRUSTED}/source/letters/secret-name
  `);
  return machine;
}

it('says how much a profile that is not installed would copy, and neither what nor anything else', async () => {
  const machine = await machineWithSource();
  const everything = `find ${TRUSTED} /etc /var/lib -not -name log -printf '%p %T@ %C@\\n' | sort`;
  const before = await machine.shell(everything);
  const result = await machine.call('test-profile', 'home', machineProfile());
  expect(outcomeOf(result)).toBe('complete');
  expect(result.events.find(({ event }) => event === 'start')).toMatchObject({ dryRun: true });
  expect(result.events.find(({ event }) => event === 'finished')).toMatchObject({
    changes: { created: 2, changed: 0, deleted: 0, bytes: 9 },
  });
  expect(result.stdout).not.toContain('secret-name');
  expect(await machine.shell(everything)).toBe(before);
});

it('knows the destination of the installed profile, where the other one goes to the same', async () => {
  const machine = await machineWithSource();
  await machine.install(machineProfile());
  expect(refusalOf(await machine.call('run', 'home'))).toBe(null);
  const renamed = machineProfile({ name: 'Renamed' });
  expect(outcomeOf(await machine.call('test-profile', 'home', renamed))).toBe('complete');
  await machine.shell(`
    sed -i 's/"destinationId": *"[^"]*"/"destinationId":"another"/' ${STATE_FILES}/home.json
  `);
  expect(refusalOf(await machine.call('test-profile', 'home', renamed))).toBe('wrong-destination');
  const elsewhere = machineProfile({ destination: `${TRUSTED}/elsewhere/latest` });
  expect(outcomeOf(await machine.call('test-profile', 'home', elsewhere))).toBe('complete');
});
