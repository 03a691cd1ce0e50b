import { FREQUENCIES } from './rotation-policy.js';
import type { RotationPolicy } from './rotation-policy.js';

/** `24 hourly, 7 daily, 4 weekly and all monthly snapshots` */
export function sayRotation({ scheme }: RotationPolicy): string {
  const counts = FREQUENCIES.flatMap((frequency) => {
    const count = scheme[frequency];
    return count === undefined ? [] : [{ frequency, count }];
  });
  const parts = counts.map(({ frequency, count }) =>
    count === 'always' ? `all ${frequency}` : `${count} ${frequency}`,
  );
  const last = parts.pop() ?? 'no';
  const noun = parts.length === 0 && counts[0]?.count === 1 ? 'snapshot' : 'snapshots';
  return `${parts.length === 0 ? last : `${parts.join(', ')} and ${last}`} ${noun}`;
}
