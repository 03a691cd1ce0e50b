import { useId } from 'react';
import type { ReactNode } from 'react';

export interface ChoicesProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly onChange: (value: T) => void;
  readonly options: readonly { readonly value: T; readonly text: ReactNode }[];
}

/** One of several. */
export function Choices<T extends string>({
  label,
  value,
  onChange,
  options,
}: ChoicesProps<T>): ReactNode {
  const name = useId();
  return (
    <fieldset className="choices">
      <legend>{label}</legend>
      {options.map((option) => (
        <label key={option.value} className="choice long-choice">
          <input
            type="radio"
            name={name}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
            // Chosen already, it can be chosen anew.
            onClick={() => {
              if (option.value === value) onChange(value);
            }}
          />
          <span>{option.text}</span>
        </label>
      ))}
    </fieldset>
  );
}
