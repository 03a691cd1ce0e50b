/** A schedule as people choose it, beside what cron can say. */
export type ScheduleChoice =
  | { readonly kind: 'none' }
  | { readonly kind: 'hourly' }
  | { readonly kind: 'daily'; readonly time: string }
  /** `weekday` is 0 to 6, Sunday first. */
  | { readonly kind: 'weekly'; readonly time: string; readonly weekday: number }
  | { readonly kind: 'own'; readonly expression: string };

const DAILY = /^(\d{1,2}) (\d{1,2}) \* \* (\*|[0-6])$/;

/** What a schedule is among the usual ones; everything else is the person's own. */
export function scheduleChoice(schedule: string | null): ScheduleChoice {
  if (schedule === null) return { kind: 'none' };
  if (schedule === '0 * * * *') return { kind: 'hourly' };
  const [matched, minute = '', hour = '', weekday = ''] = DAILY.exec(schedule) ?? [];
  if (matched === undefined) return { kind: 'own', expression: schedule };
  const time = `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;
  return weekday === '*'
    ? { kind: 'daily', time }
    : { kind: 'weekly', time, weekday: Number(weekday) };
}

/** As a cron expression; null: no schedule. */
export function scheduleOf(choice: ScheduleChoice): string | null {
  switch (choice.kind) {
    case 'none':
      return null;
    case 'hourly':
      return '0 * * * *';
    case 'daily':
      return `${cronTime(choice.time)} * * *`;
    case 'weekly':
      return `${cronTime(choice.time)} * * ${choice.weekday}`;
    case 'own':
      return choice.expression;
  }
}

/** `18:05` as `5 18`; a time that was deleted is midnight. */
function cronTime(time: string): string {
  const [hour = '', minute = ''] = time.split(':');
  return `${Number(minute)} ${Number(hour)}`;
}
