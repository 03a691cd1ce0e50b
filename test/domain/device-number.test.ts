import { expect, it } from 'vitest';
import { deviceNumber } from '../../main/domain/device-number.js';

it.each([
  [0x811n, '8:17'],
  [0xfd00n, '253:0'],
  [0x10000_0811n - 0x10000_0000n, '8:17'],
  // makedev(3): a minor of more than eight bits, a major of more than twelve.
  [0x1000_0820n, '8:65568'],
  [0x1000_0000_0001n, '4096:1'],
])('reads %i as %s', (encoded, number) => {
  expect(deviceNumber(encoded)).toBe(number);
});
