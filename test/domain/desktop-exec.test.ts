import { expect, it } from 'vitest';
import { desktopExec } from '../../main/domain/desktop-exec.js';

it.each([
  [['/opt/backup', '--hidden'], '"/opt/backup" "--hidden"'],
  [['/opt/my apps/100%'], '"/opt/my apps/100%%"'],
  [['/a"b'], '"/a\\\\"b"'],
  [['/a$b`c'], '"/a\\\\$b\\\\`c"'],
  [['/a\\b'], '"/a\\\\\\\\b"'],
])('%j is written %s', (command, exec) => {
  expect(desktopExec(command)).toBe(exec);
});
