import { expect, it } from 'vitest';
import { putAwayAbandoned } from '../../main/engine/put-away-abandoned.js';
import { memoryMachine, type Machine } from './memory-ports.js';

/** A disk that one of us has unlocked, and did not come to lock. */
function abandoned(): Machine {
  const machine = memoryMachine();
  machine.sharing.ours.add('backup');
  machine.disk.isMounted = false;
  return machine;
}

it('locks what was left unlocked, once what was killed has let go', async () => {
  const machine = abandoned();
  machine.disk.busy.lock = 2;
  await putAwayAbandoned(machine.ports);
  expect(machine.disk.isUnlocked).toBe(false);
  expect(machine.sharing.ours).toEqual(new Set());
});

it('leaves it to another of us that uses it, and to whoever looks at what is mounted', async () => {
  const used = abandoned();
  used.sharing.others.set('backup', 1);
  await putAwayAbandoned(used.ports);
  expect(used.disk.isUnlocked).toBe(true);
  const looked = abandoned();
  looked.disk.isMounted = true;
  await putAwayAbandoned(looked.ports);
  expect(looked.disk).toMatchObject({ isUnlocked: true, isMounted: true });
  expect(looked.sharing.ours).toEqual(new Set(['backup']));
});

it('leaves alone what somebody else has unlocked', async () => {
  const machine = abandoned();
  machine.sharing.ours.clear();
  await putAwayAbandoned(machine.ports);
  expect(machine.disk.isUnlocked).toBe(true);
});
