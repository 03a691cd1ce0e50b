import { useState } from 'react';
import type { ReactNode } from 'react';
import { nextTimes } from '../../main/shared/cron-times.js';
import { readCron } from '../../main/shared/cron.js';
import { parsed } from '../../main/shared/read-field.js';
import { sayCron } from '../../main/shared/say-cron.js';
import { sayComing, sayWeekday } from '../../main/shared/say-time.js';
import { scheduleChoice, scheduleOf } from '../../main/shared/schedule-choice.js';
import type { ScheduleChoice } from '../../main/shared/schedule-choice.js';
import { Choice, Switch } from '../choice.js';
import { RemoteRules } from './remote-rules.js';
import { TextField } from './text-field.js';
import type { DraftEditing } from './use-draft.js';

const KINDS: Readonly<Record<ScheduleChoice['kind'], string>> = {
  none: 'Not by the clock',
  hourly: 'Every hour',
  daily: 'Every day',
  weekly: 'Every week',
  own: 'By a cron expression',
};

export interface WhenSectionProps extends DraftEditing {
  readonly now: Date;
  readonly locale: string;
  /** What is typed cannot be used; false: it can. */
  readonly onInvalid: (invalid: boolean) => void;
}

/** When it runs by itself, and what holds it back. */
export function WhenSection(props: WhenSectionProps): ReactNode {
  const { draft, changeTriggers } = props;
  const { onPlug, minimumIntervalMinutes, onBattery, reminderDays, schedule } = draft.triggers;
  const hasDisk = draft.profile.mountPoint !== null || draft.profile.cryptoName !== null;
  return (
    <section aria-label="When">
      <h2>When</h2>
      <Schedule {...props} />
      {hasDisk && (
        <>
          <Switch
            label="When the disk is plugged in"
            on={onPlug}
            onChange={(on) => changeTriggers({ onPlug: on })}
          />
          <TextField
            label="But not within so many minutes of the last backup"
            type="number"
            value={String(minimumIntervalMinutes)}
            onChange={(text) => changeTriggers({ minimumIntervalMinutes: atLeast(text, 0) })}
          />
        </>
      )}
      {props.check.remote !== null && <RemoteRules {...props} />}
      <Switch
        label="Also while the computer runs on its battery"
        on={onBattery}
        onChange={(on) => changeTriggers({ onBattery: on })}
      />
      {schedule === null && (
        <TextField
          label="Remind me after so many days without a backup"
          type="number"
          value={String(reminderDays)}
          onChange={(text) => changeTriggers({ reminderDays: atLeast(text, 1) })}
        />
      )}
    </section>
  );
}

function Schedule({ draft, changeTriggers, now, locale, onInvalid }: WhenSectionProps): ReactNode {
  const [choice, setChoice] = useState(() => scheduleChoice(draft.triggers.schedule));
  const expression = scheduleOf(choice);
  const cron = expression === null ? null : parsed(() => readCron(expression));
  const change = (changed: ScheduleChoice): void => {
    setChoice(changed);
    const schedule = scheduleOf(changed);
    const usable = schedule === null || parsed(() => readCron(schedule)).ok;
    onInvalid(!usable);
    if (usable) changeTriggers({ schedule });
  };
  return (
    <>
      <Choice
        label="By the clock"
        options={KINDS}
        value={choice.kind}
        onChange={(kind) => change(changedKind(choice, kind))}
      />
      {choice.kind === 'weekly' && (
        <label className="field">
          On
          <select
            className="input"
            value={choice.weekday}
            onChange={({ target }) => change({ ...choice, weekday: Number(target.value) })}
          >
            {[1, 2, 3, 4, 5, 6, 0].map((weekday) => (
              <option key={weekday} value={weekday}>
                {/* 1 March 2026 was a Sunday. */}
                {sayWeekday(new Date(2026, 2, 1 + weekday), locale)}
              </option>
            ))}
          </select>
        </label>
      )}
      {(choice.kind === 'daily' || choice.kind === 'weekly') && (
        <TextField
          label="At"
          type="time"
          value={choice.time}
          onChange={(time) => change({ ...choice, time })}
        />
      )}
      {choice.kind === 'own' && (
        <TextField
          label="Minute, hour, day of the month, month, weekday"
          value={choice.expression}
          onChange={(typed) => change({ ...choice, expression: typed })}
          problem={
            cron?.ok === false
              ? { field: 'name', message: cron.problem, detail: '', blocking: true }
              : undefined
          }
        />
      )}
      {cron?.ok === true && (
        <p className="quiet" role="status">
          Backs up {sayCron(cron.value, locale)}. Next:{' '}
          {nextTimes(cron.value, now.getTime(), 3)
            .map((time) => sayComing(new Date(time), now, locale))
            .join(', ')}
          .
        </p>
      )}
    </>
  );
}

function changedKind(before: ScheduleChoice, kind: ScheduleChoice['kind']): ScheduleChoice {
  const time = 'time' in before ? before.time : '18:00';
  switch (kind) {
    case 'none':
    case 'hourly':
      return { kind };
    case 'daily':
      return { kind, time };
    case 'weekly':
      return { kind, time, weekday: 1 };
    case 'own':
      return { kind, expression: scheduleOf(before) ?? '0 18 * * *' };
  }
}

function atLeast(text: string, least: number): number {
  return Math.max(least, Math.floor(Number(text)) || least);
}
