import { useId } from 'react';
import type { ReactNode } from 'react';
import type { DraftProblem } from '../../main/shared/profile-requests.js';

export interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** What is wrong with it; absent: nothing. */
  readonly problem?: DraftProblem | undefined;
  readonly type?: 'text' | 'time' | 'number';
  /** What holds while nothing is typed. */
  readonly placeholder?: string;
  readonly autoFocus?: boolean;
  readonly children?: ReactNode;
}

/** A line to type in, with what is wrong below it. */
export function TextField(props: TextFieldProps): ReactNode {
  const { label, value, onChange, problem, type = 'text', children } = props;
  const { placeholder, autoFocus } = props;
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <div className="field-line">
        <input
          id={id}
          className="input"
          type={type}
          value={value}
          placeholder={placeholder}
          autoFocus={autoFocus}
          spellCheck={false}
          aria-invalid={problem?.blocking === true}
          aria-describedby={problem === undefined ? undefined : `${id}-problem`}
          onChange={({ target }) => onChange(target.value)}
        />
        {children}
      </div>
      {problem !== undefined && (
        <p id={`${id}-problem`} className={problem.blocking ? 'failed' : 'attention'}>
          {problem.message}
        </p>
      )}
      {problem !== undefined && problem.detail !== '' && (
        <pre className="pointer failed" aria-hidden>
          {problem.detail}
        </pre>
      )}
    </div>
  );
}
