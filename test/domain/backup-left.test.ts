import { expect, it } from 'vitest';
import { backupLeft } from '../../main/domain/backup-left.js';

const MORNING = snapshot('09:00:00');
const NOON = snapshot('12:00:00');
const LATE = { ...snapshot('12:00:00'), name: '2026-11-21', complete: false };

it.each([
  ['the last one, while its snapshot is there', '11:59:58', [MORNING, NOON], [NOON], 'itself'],
  ['a run that changed nothing, likewise', '18:00:00', [MORNING, NOON], [NOON], 'itself'],
  [
    'one that a later snapshot bears out',
    '11:59:58',
    [NOON, snapshot('13:00:00')],
    [NOON],
    'itself',
  ],
  ['the one before, once it was removed', '11:59:58', [MORNING, NOON], [MORNING], '09:00:00'],
  ['the one before a run that changed nothing', '18:00:00', [MORNING, NOON], [MORNING], '09:00:00'],
  ['one with some files missing', '18:00:00', [LATE, snapshot('13:00:00')], [LATE], '12:00:00'],
  ['none where none is left', '11:59:58', [NOON], [], null],
])('the last backup after a removal is %s', (_what, start, there, left, expected) => {
  const last = { start: instant(start), end: instant('19:00:00'), complete: true };
  const found = backupLeft(last, there, left);
  if (expected === 'itself') expect(found).toBe(last);
  else if (expected === null) expect(found).toBeNull();
  else {
    const at = instant(expected);
    expect(found).toEqual({ start: at, end: at, complete: left.at(-1)?.complete });
  }
});

it('is none where there was none', () => {
  expect(backupLeft(null, [MORNING], [MORNING])).toBeNull();
});

function snapshot(clock: string) {
  return { name: `2026-11-21 ${clock}`, time: `2026-11-21T${clock}`, complete: true };
}

function instant(clock: string): string {
  return new Date(`2026-11-21T${clock}`).toISOString();
}
