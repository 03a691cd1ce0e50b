import { sayCount } from './say-count.js';

/** Two units at most: `less than a second`, `12 seconds`, `1 minute 5 seconds`, `2 hours 5 minutes`. */
export function sayDuration(seconds: number): string {
  if (seconds < 1) return 'less than a second';
  const whole = Math.floor(seconds);
  if (whole < 600) return sayTwo(Math.floor(whole / 60), 'minute', whole % 60, 'second');
  const minutes = Math.round(seconds / 60);
  return sayTwo(Math.floor(minutes / 60), 'hour', minutes % 60, 'minute');
}

function sayTwo(large: number, largeUnit: string, small: number, smallUnit: string): string {
  const parts = [
    large === 0 ? '' : sayCount(large, largeUnit, `${largeUnit}s`),
    small === 0 ? '' : sayCount(small, smallUnit, `${smallUnit}s`),
  ];
  return parts.filter((part) => part !== '').join(' ');
}

/** An estimate, which is coarser than a measured duration: `a few seconds left`, `about 4 minutes left`. */
export function sayTimeLeft(seconds: number): string {
  if (seconds < 10) return 'a few seconds left';
  if (seconds < 55) return `about ${Math.ceil(seconds / 10) * 10} seconds left`;
  return `about ${sayDuration(Math.max(1, Math.round(seconds / 60)) * 60)} left`;
}
