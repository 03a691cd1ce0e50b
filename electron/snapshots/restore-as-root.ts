import type { RestoreSummary } from '../../main/shared/helper-protocol.js';
import { success } from '../../main/shared/result.js';
import type { RestoreOrderRequest } from '../../main/shared/snapshot-requests.js';
import { orderHelper } from '../helper/helper-client.js';
import type { Restored } from './restore-in-hand.js';
import type { OrderedWork } from './worker-client.js';

/** Restores with the root helper, which stays there as long as it may be asked to take that back. */
export function restoreAsRoot(
  { profileId, parts, target, conflict }: RestoreOrderRequest,
  onProgress: (bytes: number, of: number) => void,
): OrderedWork<Restored> {
  let tell: (summary: RestoreSummary) => void = () => undefined;
  const restored = new Promise<RestoreSummary>((resolve) => {
    tell = resolve;
  });
  const request = { parts, target, conflict, keepReplaced: true };
  const { answer, say, cancel } = orderHelper('restore', profileId, request, (event) => {
    if (event.event === 'restoring') onProgress(event.bytes, event.of);
    if (event.event === 'restored') tell(event.summary);
  });
  const takeBack = {
    undo: async () => {
      say({ undo: true });
      const ended = await answer;
      return ended.ok ? success(ended.value.left ?? []) : ended;
    },
    finish: async () => {
      say({ undo: false });
      await answer;
    },
  };
  const done = Promise.race([
    restored.then((summary) => success({ summary, takeBack })),
    answer.then((ended) => (ended.ok ? success({ summary: ended.value, takeBack: null }) : ended)),
  ]);
  return { done, cancel };
}
