import type { DiskSpace } from '../shared/disk-space.js';
import type { SpaceSample } from '../shared/run-log.js';

const DAY = 24 * 60 * 60_000;

/** From fewer days nobody can tell a pace. */
const SHORTEST_SPAN = 7 * DAY;

/** Further away nobody asks. */
const LONGEST_FORECAST_DAYS = 3650;

/** The room on a disk as it was seen last, and when it will be full; null: it was never seen. */
export function diskSpace(samples: readonly SpaceSample[]): DiskSpace | null {
  const last = samples.at(-1);
  if (last === undefined) return null;
  return { ...last, fullInDays: daysUntilFull(samples, last) };
}

/** By the pace between the first and the last look; another size is another disk, or another partition. */
function daysUntilFull(samples: readonly SpaceSample[], last: SpaceSample): number | null {
  const first = samples.find(({ total, at }) => total === last.total && at <= last.at);
  if (first === undefined || last.at - first.at < SHORTEST_SPAN) return null;
  const perDay = (first.free - last.free) / ((last.at - first.at) / DAY);
  if (perDay <= 0) return null;
  const days = Math.floor(last.free / perDay);
  return days > LONGEST_FORECAST_DAYS ? null : days;
}
