import type { HostAnswer } from '../shared/app-view.js';
import type { RunResult } from '../shared/run-state.js';

/** Codes of failures that say that nobody is there to be asked; ssh-failure.ts and daemon-failure.ts have them. */
const SILENT: ReadonlySet<string> = new Set([
  'host-unknown',
  'host-refused',
  'host-unreachable',
  'daemon-refused',
]);

/** True: the host is away, or this computer is not on a network that leads there. */
export function isSilence(code: string): boolean {
  return SILENT.has(code);
}

/** What is known last of whether a host answers; null: nothing. */
export function lastAnswer(asked: HostAnswer | null, lastRun: RunResult | null): HostAnswer | null {
  const ofRun = lastRun === null ? null : answerIn(lastRun);
  if (asked === null || ofRun === null) return asked ?? ofRun;
  return asked.at > ofRun.at ? asked : ofRun;
}

function answerIn({ outcome, failure, finishedAt }: RunResult): HostAnswer | null {
  if (outcome === 'complete' || outcome === 'warnings') return { answers: true, at: finishedAt };
  return isSilence(failure?.code ?? '') ? { answers: false, at: finishedAt } : null;
}
