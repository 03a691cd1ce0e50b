import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import {
  DEFAULT_ROTATION_POLICY,
  FREQUENCIES,
  type Frequency,
  type RetentionCount,
  type RotationPolicy,
  type RotationScheme,
} from '../../main/shared/rotation-policy.js';

export interface PolicyEditorProps {
  readonly policy: RotationPolicy;
  readonly onChange: (policy: RotationPolicy) => void;
}

const PRESETS: readonly { readonly name: string; readonly scheme: RotationScheme }[] = [
  { name: 'Keep few', scheme: { daily: 7, weekly: 4, monthly: 3 } },
  { name: 'Keep some', scheme: { hourly: 12, daily: 14, weekly: 8, monthly: 12 } },
  {
    name: 'Keep many',
    scheme: { hourly: 48, daily: 30, weekly: 26, monthly: 24, yearly: 'always' },
  },
  { name: 'The default', scheme: DEFAULT_ROTATION_POLICY.scheme },
];

/** How many of each kind stay. An empty field: none. */
export function PolicyEditor({ policy, onChange }: PolicyEditorProps): ReactNode {
  const setCount = (frequency: Frequency, text: string): void => {
    const count = countIn(text);
    const { [frequency]: _before, ...others } = policy.scheme;
    onChange({ ...policy, scheme: count === null ? others : { ...others, [frequency]: count } });
  };
  return (
    <>
      <div className="presets" role="group" aria-label="Presets">
        {PRESETS.map(({ name, scheme }) => (
          <Button
            key={name}
            className="button"
            aria-pressed={isSame(scheme, policy.scheme)}
            onPress={() => onChange({ ...policy, scheme })}
          >
            {name}
          </Button>
        ))}
      </div>
      <div className="counts">
        {FREQUENCIES.map((frequency) => {
          const count = policy.scheme[frequency];
          return (
            <label key={frequency}>
              <span>{frequency}</span>
              <input
                className="input"
                inputMode="numeric"
                list="retention-counts"
                placeholder="none"
                value={count === 'always' ? 'all' : (count ?? '')}
                onChange={({ target }) => setCount(frequency, target.value)}
              />
            </label>
          );
        })}
      </div>
      <datalist id="retention-counts">
        <option value="all" />
      </datalist>
      <p className="quiet">
        A number, or “all”. Periods are counted from the newest snapshot. Pinned snapshots always
        stay.
      </p>
    </>
  );
}

/** null: none. Letters on the way to “all” count as all. */
function countIn(text: string): RetentionCount | null {
  const typed = text.trim().toLowerCase();
  if (/^a/.test(typed)) return 'always';
  const digits = typed.replace(/\D/g, '').slice(0, 5);
  return digits === '' ? null : Number(digits);
}

function isSame(one: RotationScheme, other: RotationScheme): boolean {
  return FREQUENCIES.every((frequency) => (one[frequency] ?? 0) === (other[frequency] ?? 0));
}
