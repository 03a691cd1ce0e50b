import type { ReactNode } from 'react';

export interface ProgressBarProps {
  readonly label: string;
  /** 0 to 1; null: nobody knows how much there is to do. */
  readonly share: number | null;
}

export function ProgressBar({ label, share }: ProgressBarProps): ReactNode {
  return (
    <div
      className="bar"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(share === null ? {} : { 'aria-valuenow': Math.round(share * 100) })}
    >
      {share === null ? (
        <div className="bar-unknown" />
      ) : (
        <div className="bar-filled" style={{ inlineSize: `${String(share * 100)}%` }} />
      )}
    </div>
  );
}
