import { expect, it } from 'vitest';
import { lastAnswer } from '../../main/domain/host-answer.js';
import type { HostAnswer } from '../../main/shared/app-view.js';
import type { Outcome } from '../../main/shared/run-event.js';
import type { RunResult } from '../../main/shared/run-state.js';

const ASKED: HostAnswer = { answers: false, at: 5 };

it.each<[string, HostAnswer | null, RunResult | null, HostAnswer | null]>([
  ['nothing', null, null, null],
  ['what was asked', ASKED, null, ASKED],
  ['a backup', null, run(3, 'complete'), { answers: true, at: 3 }],
  ['a backup but for some files', null, run(3, 'warnings'), { answers: true, at: 3 }],
  [
    'a run that found nobody',
    null,
    run(3, 'failed', 'host-unreachable'),
    { answers: false, at: 3 },
  ],
  ['a run that failed otherwise', null, run(3, 'failed', 'disk-full'), null],
  ['a run that was cancelled', null, run(3, 'cancelled'), null],
  ['the later of both, a backup', ASKED, run(6, 'complete'), { answers: true, at: 6 }],
  ['the later of both, an answer', ASKED, run(4, 'complete'), ASKED],
])('whether a host answers is known from %s', (_from, asked, lastRun, answer) => {
  expect(lastAnswer(asked, lastRun)).toEqual(answer);
});

function run(at: number, outcome: Outcome, code?: string): RunResult {
  return {
    ...{ profileId: 'home', startedAt: at - 1, finishedAt: at, outcome, seconds: 1 },
    ...{ snapshot: null, changes: null, warnings: [], removedSnapshots: 0 },
    failure: code === undefined ? null : { code, title: '', advice: '', detail: '' },
    ...{ safeToUnplug: null, keptBy: [] },
  };
}
