import type { ReactNode } from 'react';
import { FREQUENCIES } from '../../main/shared/rotation-policy.js';
import type { Frequency, RotationScheme } from '../../main/shared/rotation-policy.js';
import { Switch } from '../choice.js';
import { problemOf } from './problem-of.js';
import type { DraftEditing } from './use-draft.js';

const LABELS: Readonly<Record<Frequency, string>> = {
  minutely: 'One a minute',
  hourly: 'One an hour',
  daily: 'One a day',
  weekly: 'One a week',
  monthly: 'One a month',
  yearly: 'One a year',
};

/** Which snapshots stay. */
export function KeepSection({ draft, check, changeProfile }: DraftEditing): ReactNode {
  const { rotation, skipUnchanged } = draft.profile;
  const problem = problemOf(check, 'rotation');
  if (check.remote === 'daemon') {
    return (
      <section aria-label="Snapshots that stay">
        <h2>Snapshots that stay</h2>
        <p className="quiet">The other computer decides, where the daemon takes the snapshots.</p>
      </section>
    );
  }
  return (
    <section aria-label="Snapshots that stay">
      <h2>Snapshots that stay</h2>
      <div className="keep">
        {FREQUENCIES.filter((frequency) => frequency !== 'minutely').map((frequency) => (
          <label key={frequency} className="field">
            {LABELS[frequency]}
            <input
              className="input"
              inputMode="numeric"
              placeholder="none"
              value={
                rotation.scheme[frequency] === 'always' ? 'all' : (rotation.scheme[frequency] ?? '')
              }
              onChange={({ target }) =>
                changeProfile({
                  rotation: {
                    ...rotation,
                    scheme: withCount(rotation.scheme, frequency, target.value),
                  },
                })
              }
            />
          </label>
        ))}
      </div>
      <p className="quiet">A number, “all”, or nothing. Pinned snapshots always stay.</p>
      {problem !== undefined && <p className="failed">{problem.message}</p>}
      <Switch
        label="Take no snapshot when nothing has changed"
        on={skipUnchanged}
        onChange={(on) => changeProfile({ skipUnchanged: on })}
      />
    </section>
  );
}

/** “a” and “al” are on the way to “all”, or away from it. */
function withCount(scheme: RotationScheme, frequency: Frequency, text: string): RotationScheme {
  const { [frequency]: before, ...others } = scheme;
  if (before === 'always' && 'all'.startsWith(text)) return others;
  if (/^a/i.test(text.trim())) return { ...others, [frequency]: 'always' };
  const count = Math.floor(Number(text));
  return count > 0 ? { ...others, [frequency]: count } : others;
}
