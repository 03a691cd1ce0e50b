import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatRemoteShell, parseRemoteShell } from '../../main/domain/remote-shell.js';

it.each([
  ['', []],
  ['ssh', ['ssh']],
  ['  ssh -p 2222  ', ['ssh', '-p', '2222']],
  [`ssh -o 'ProxyCommand=nc "a b" 22'`, ['ssh', '-o', 'ProxyCommand=nc "a b" 22']],
  [`ssh -F "/a file/it's"`, ['ssh', '-F', "/a file/it's"]],
  [`ssh 'it''s'`, ['ssh', "it's"]],
])('reads %j as rsync does', (text, words) => {
  expect(parseRemoteShell(text)).toEqual(words);
});

it('reads what it writes', () => {
  const word = fc.string({ minLength: 1 });
  fc.assert(
    fc.property(fc.array(word), (words) => {
      expect(parseRemoteShell(formatRemoteShell(words))).toEqual(words);
    }),
  );
});
