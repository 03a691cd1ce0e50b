import { expect, it } from 'vitest';
import { parseRunEvent } from '../../main/shared/parse-run-event.js';
import type { RunEvent } from '../../main/shared/run-event.js';

const EVENTS: readonly RunEvent[] = [
  { event: 'start', version: 1, tool: '2.0.0', source: '/a', destination: '/b', dryRun: false },
  { event: 'phase', phase: 'rsync' },
  {
    event: 'progress',
    bytes: 1,
    percent: null,
    bytesPerSecond: 2,
    secondsLeft: null,
    files: 3,
  },
  { event: 'warning', code: 'files-unreadable', message: '1 file.', files: ['a\nb'] },
  { event: 'snapshot', name: 'x', path: '/b/x', method: 'hard-links' },
  {
    event: 'rotation',
    keep: [{ name: 'x', reasons: ['daily', 'pinned'] }],
    remove: [{ name: 'y', reason: 'not-in-scheme' }],
  },
  { event: 'removed', name: '2026-11-21 19:36:28', seconds: 1.5 },
  { event: 'change', action: 'create', name: 'a', size: 5 },
  { event: 'error', code: 'c', message: 'm', advice: 'a', detail: 'd' },
  {
    event: 'finished',
    outcome: 'complete',
    seconds: 1.5,
    snapshot: 'x',
    changes: { created: 1, changed: 2, deleted: 3, bytes: 4 },
    destinationId: null,
    safeToUnplug: null,
  },
];

it.each(EVENTS)('reads $event as it was written', (event) => {
  expect(parseRunEvent(JSON.stringify(event))).toEqual({ ok: true, value: event });
});

it('leaves out fields that it does not know', () => {
  const line = JSON.stringify({ event: 'phase', phase: 'rsync', later: true });
  expect(parseRunEvent(line)).toEqual({ ok: true, value: { event: 'phase', phase: 'rsync' } });
});

it.each([
  ['rsync: hello', 'the line is not JSON'],
  ['[]', 'the line is not an object'],
  ['{"event":"later"}', 'there is no event “later”'],
  ['{"event":"phase","phase":"dance"}', /^phase is none of/],
  ['{"event":"progress","bytes":"many"}', 'bytes is not a number'],
])('does not take %s for an event', (line, problem) => {
  const read = parseRunEvent(line);
  expect(read.ok ? '' : read.problem).toMatch(problem);
});
