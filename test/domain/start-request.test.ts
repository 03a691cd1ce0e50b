import { expect, it } from 'vitest';
import { startRequest } from '../../main/domain/start-request.js';

it.each([
  [['/opt/backup'], 'open'],
  [['/opt/backup', '--hidden'], 'hide'],
  [['/opt/backup', '--enable-crashpad', '--browse', '--ozone-platform=x11'], 'browse'],
  [['/opt/electron', '/home/ada/source', '--back-up'], 'back-up'],
])('%j asks for “%s”', (args, request) => {
  expect(startRequest(args)).toBe(request);
});
