import { expect, it } from 'vitest';
import { parseHelperEvent } from '../../main/shared/parse-helper-event.js';

it.each([
  [{ event: 'passphrase', disk: 'blue', attempt: 2 }],
  [{ event: 'open' }],
  [{ event: 'restoring', bytes: 1, of: 2 }],
  [{ event: 'answer', answer: null }],
  [{ event: 'answer', answer: [{ name: 'x' }] }],
  [{ event: 'phase', phase: 'unlock' }],
  [{ event: 'error', code: 'x', message: 'X.', advice: '', detail: '' }],
])('reads %j', (event) => {
  expect(parseHelperEvent(JSON.stringify(event))).toEqual({ ok: true, value: event });
});

it.each(['', 'no JSON', '[]', '{}', '{"event":"passphrase","disk":"blue"}', '{"event":"new"}'])(
  'refuses %j',
  (line) => {
    expect(parseHelperEvent(line)).toMatchObject({ ok: false });
  },
);
