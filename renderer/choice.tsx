import { useId } from 'react';
import type { ReactNode } from 'react';

export interface ChoiceProps<T extends string> {
  readonly label: string;
  /** Words for each option. */
  readonly options: Readonly<Record<T, string>>;
  readonly value: T;
  readonly onChange: (value: T) => void;
}

/** One of a few, all in sight. */
export function Choice<T extends string>(props: ChoiceProps<T>): ReactNode {
  const { label, options, value, onChange } = props;
  const name = useId();
  return (
    <fieldset className="choices">
      <legend>{label}</legend>
      {Object.entries<string>(options).map(([option, words]) => (
        <label key={option} className="choice">
          <input
            type="radio"
            name={name}
            checked={option === value}
            onChange={() => onChange(option as T)}
          />
          {words}
        </label>
      ))}
    </fieldset>
  );
}

export interface SwitchProps {
  readonly label: string;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
}

export function Switch({ label, on, onChange }: SwitchProps): ReactNode {
  return (
    <label className="choice">
      <input type="checkbox" checked={on} onChange={({ target }) => onChange(target.checked)} />
      {label}
    </label>
  );
}
