/** As people say it: `12 seconds`, `4 minutes`, `2 hours and 5 minutes`. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(Math.round(seconds), 1);
  if (whole < 60) return plural(whole, 'second');
  const minutes = Math.round(whole / 60);
  if (whole < 600 && whole % 60 !== 0) {
    return `${plural(Math.floor(whole / 60), 'minute')} and ${plural(whole % 60, 'second')}`;
  }
  if (minutes < 60) return plural(minutes, 'minute');
  const hours = plural(Math.floor(minutes / 60), 'hour');
  return minutes % 60 === 0 ? hours : `${hours} and ${plural(minutes % 60, 'minute')}`;
}

function plural(count: number, unit: string): string {
  return `${String(count)} ${unit}${count === 1 ? '' : 's'}`;
}
