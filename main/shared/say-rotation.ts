import { FREQUENCIES } from './rotation-policy.js';
import type { RotationPolicy } from './rotation-policy.js';

/** `24 hourly, 7 daily, 4 weekly and all monthly` */
export function sayRotation({ scheme }: RotationPolicy): string {
  const parts = FREQUENCIES.flatMap((frequency) => {
    const count = scheme[frequency];
    if (count === undefined) return [];
    return [count === 'always' ? `all ${frequency}` : `${count} ${frequency}`];
  });
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}
