import { expect, it } from 'vitest';
import { scheduleChoice, scheduleOf } from '../../main/shared/schedule-choice.js';

it.each([
  [null, 'none'],
  ['0 * * * *', 'hourly'],
  ['5 18 * * *', 'daily'],
  ['0 9 * * 0', 'weekly'],
  ['*/15 * * * *', 'own'],
  ['0 9 * * 1-5', 'own'],
])('%s is the choice %s, and comes out as it went in', (schedule, kind) => {
  const choice = scheduleChoice(schedule);
  expect(choice.kind).toBe(kind);
  expect(scheduleOf(choice)).toBe(schedule);
});

it('a time is padded as people write it', () => {
  expect(scheduleChoice('5 8 * * *')).toEqual({ kind: 'daily', time: '08:05' });
});

it('a time that was deleted is midnight', () => {
  expect(scheduleOf({ kind: 'daily', time: '' })).toBe('0 0 * * *');
});
