import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isOnBattery } from '../../main/system/power-supply.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

type Supplies = Readonly<Record<string, Readonly<Record<string, string>>>>;

const BATTERY = { type: 'Battery', scope: 'System' };

it.each<[string, Supplies, boolean]>([
  ['a computer without a battery', { AC: { type: 'Mains', online: '1' } }, false],
  ['a laptop at the mains', { AC: { type: 'Mains', online: '1' }, BAT0: BATTERY }, false],
  ['a laptop that is unplugged', { AC: { type: 'Mains', online: '0' }, BAT0: BATTERY }, true],
  ['a laptop that is charged by USB', { BAT0: BATTERY, usb: { type: 'USB', online: '1' } }, false],
  ['a mouse with a battery', { mouse: { type: 'Battery', scope: 'Device' } }, false],
  ['nothing', {}, false],
])('%s', async (_what, supplies, onBattery) => {
  const directory = await temporaryDirectory();
  for (const [name, attributes] of Object.entries(supplies)) {
    await mkdir(join(directory, name));
    for (const [attribute, value] of Object.entries(attributes)) {
      await writeFile(join(directory, name, attribute), `${value}\n`);
    }
  }
  expect(isOnBattery(directory)).toBe(onBattery);
});

it('a machine whose kernel tells nothing runs on the mains', () => {
  expect(isOnBattery('/nowhere')).toBe(false);
});
