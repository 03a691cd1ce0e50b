import { expect, it } from 'vitest';
import { sayHost } from '../../main/shared/say-host.js';

const NOW = new Date(2026, 10, 21, 18, 0);
const AT = new Date(2026, 10, 21, 14, 5).getTime();

it.each([
  [null, 'not asked yet'],
  [{ answers: true, at: AT }, 'answered today 14:05'],
  [{ answers: false, at: AT }, 'did not answer today 14:05'],
])('a host of which %j is known', (answer, state) => {
  const words = sayHost({ name: 'nas', kind: 'ssh', answer }, NOW, 'en-GB');
  expect(words).toEqual({ state, room: '' });
});

it('of a daemon it is said that its room is not known', () => {
  const { room } = sayHost({ name: 'nas', kind: 'daemon', answer: null }, NOW, 'en-GB');
  expect(room).toBe('An rsync daemon does not tell how much room it has.');
});
