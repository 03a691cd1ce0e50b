import { sayCount } from './say-count.js';

/** `less than a second`, `12 seconds`, `4 minutes`, `2 hours 5 minutes` */
export function sayDuration(seconds: number): string {
  if (seconds < 1) return 'less than a second';
  if (seconds < 60) return sayCount(Math.floor(seconds), 'second', 'seconds');
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return sayCount(minutes, 'minute', 'minutes');
  return sayHours(Math.floor(minutes / 60), minutes % 60);
}

function sayHours(hours: number, minutes: number): string {
  const said = sayCount(hours, 'hour', 'hours');
  return minutes === 0 ? said : `${said} ${sayCount(minutes, 'minute', 'minutes')}`;
}

/** An estimate, which is coarser than a measured duration: `a few seconds left`, `about 4 minutes left`. */
export function sayTimeLeft(seconds: number): string {
  if (seconds < 10) return 'a few seconds left';
  if (seconds < 55) return `about ${Math.ceil(seconds / 10) * 10} seconds left`;
  return `about ${sayDuration(Math.max(60, seconds))} left`;
}
