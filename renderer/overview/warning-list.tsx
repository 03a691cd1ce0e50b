import type { ReactNode } from 'react';
import type { RunWarning } from '../../main/shared/run-state.js';
import { sayCount } from '../../main/shared/say-count.js';
import { Details } from '../details.js';

/** What a run wants to be known, each with the files that it is about. */
export function WarningList({ warnings }: { readonly warnings: readonly RunWarning[] }): ReactNode {
  if (warnings.length === 0) return null;
  return (
    <ul className="warnings">
      {warnings.map((warning) => (
        <li key={`${warning.code} ${warning.message}`}>
          {warning.message}
          <Details
            title={`Show ${sayCount(warning.files.length, 'file', 'files')}`}
            text={warning.files.join('\n')}
          />
        </li>
      ))}
    </ul>
  );
}
