/** Says a local date and time in a locale. */
export type DateFormat = (date: Date, locale: string) => string;

/**
 * To make a format takes as long as to use it a hundred times, and a timeline has thousands of dates: each is made once for a
 * locale. It knows no time zone, which may change meanwhile, and is told what the clock on the wall shows.
 */
export function dateFormat(options: Intl.DateTimeFormatOptions): DateFormat {
  const made = new Map<string, Intl.DateTimeFormat>();
  return (date, locale) => {
    const format =
      made.get(locale) ?? new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
    made.set(locale, format);
    return format.format(onTheWall(date));
  };
}

function onTheWall(date: Date): Date {
  const wall = new Date(0);
  wall.setUTCFullYear(date.getFullYear(), date.getMonth(), date.getDate());
  wall.setUTCHours(date.getHours(), date.getMinutes(), date.getSeconds());
  return wall;
}
