import { expect, it } from 'vitest';
import { sshOptions } from '../../main/system/remote/ssh-options.js';

it.each([
  [4, 4],
  [40, 40],
  [300, 60],
  [3000, 600],
])('with --timeout=%i a silent line is dead after %i seconds', (timeout, seconds) => {
  const options = sshOptions({ batch: true, timeout }, null);
  expect(options).toContain(`ServerAliveInterval=${String(seconds / 4)}`);
  expect(options).toContain('ServerAliveCountMax=4');
  expect(options).toContain(`ConnectTimeout=${String(seconds)}`);
});
