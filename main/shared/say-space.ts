import type { DiskSpace } from './disk-space.js';
import { sayCount } from './say-count.js';
import { saySize } from './say-size.js';

/** `612 GB of 1 TB used, full in about 14 months` */
export function saySpace({ free, total, fullInDays }: DiskSpace): string {
  const used = `${saySize(total - free)} of ${saySize(total)} used`;
  return fullInDays === null ? used : `${used}, full in ${sayAbout(fullInDays)}`;
}

function sayAbout(days: number): string {
  if (days < 1) return 'less than a day';
  if (days < 60) return `about ${sayCount(days, 'day', 'days')}`;
  const months = Math.round(days / 30.4);
  if (months < 24) return `about ${months} months`;
  return `about ${Math.round(months / 12)} years`;
}
