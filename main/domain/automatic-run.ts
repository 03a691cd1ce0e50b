import type { HoldReason } from '../shared/run-log.js';
import type { Triggers } from '../shared/triggers.js';
import { due } from './due.js';
import type { Due, Occasion, ProfileHistory } from './due.js';
import { askAgainAt, holdReason, mustAskHost } from './hold-reason.js';
import type { Conditions } from './hold-reason.js';

/** What becomes of a profile without anybody's doing. */
export interface AutomaticRun {
  readonly decision:
    | { readonly kind: 'start'; readonly occasion: Occasion }
    | { readonly kind: 'hold'; readonly occasion: Occasion; readonly reason: HoldReason }
    /** Nothing but its host holds it back, if that does not answer. */
    | { readonly kind: 'ask-host'; readonly occasion: Occasion }
    | { readonly kind: 'nothing' };
  /** When to decide again; milliseconds since the epoch. null: time alone changes nothing. */
  readonly next: number | null;
}

/**
 * @param pluggedAt when the disk was plugged in, while nothing has come of it yet. A disk that was there when the application
 * started counts as plugged in: the person could not know that nobody was looking.
 */
export function automaticRun(
  triggers: Triggers,
  history: ProfileHistory,
  pluggedAt: number | null,
  conditions: Conditions,
  now: number,
): AutomaticRun {
  const planned = due(triggers, history, now);
  const occasion = planned.occasion ?? plugOccasion(triggers, pluggedAt);
  if (occasion === null) return { decision: { kind: 'nothing' }, next: planned.next };
  const reason = holdReason(occasion, triggers, conditions, now);
  if (reason === null) {
    const kind = mustAskHost(triggers, conditions, now) ? 'ask-host' : 'start';
    return { decision: { kind, occasion }, next: planned.next };
  }
  return {
    decision: { kind: 'hold', occasion, reason },
    next: nextLook(reason, planned, conditions, now),
  };
}

function plugOccasion({ onPlug }: Triggers, pluggedAt: number | null): Occasion | null {
  return onPlug && pluggedAt !== null ? { kind: 'plug', at: pluggedAt } : null;
}

/** Not every machine tells when it is plugged in to the mains; while a backup waits for that, it is looked at. */
const BATTERY_LOOK = 5 * 60_000;

function nextLook(
  reason: HoldReason,
  { next }: Due,
  { pausedUntil, remote }: Conditions,
  now: number,
): number | null {
  const looks = [
    next,
    reason === 'paused' ? pausedUntil : null,
    reason === 'host-silent' ? askAgainAt(remote?.answer ?? null, now) : null,
    reason === 'on-battery' ? now + BATTERY_LOOK : null,
  ].filter((look) => look !== null);
  return looks.length === 0 ? null : Math.min(...looks);
}
