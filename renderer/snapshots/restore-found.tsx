import type { ReactNode } from 'react';
import { displayName } from '../../main/shared/display-name.js';
import type { ConflictRule, RestorePreview } from '../../main/shared/helper-protocol.js';
import { saySize } from '../../main/shared/say-size.js';
import { Choices } from './choices.js';

export interface FoundProps {
  readonly found: RestorePreview;
  readonly conflict: ConflictRule;
  readonly onConflict: (rule: ConflictRule) => void;
}

const RULES: readonly { readonly value: ConflictRule; readonly text: string }[] = [
  { value: 'keep-both', text: 'Keep both: what is restored gets the time into its name' },
  {
    value: 'replace',
    text: 'Replace what is there now (it is kept until you close this window; Undo brings it back)',
  },
  { value: 'only-newer', text: 'Replace only what is older than the backup' },
  { value: 'only-missing', text: 'Leave what is there now' },
];

/** What a restore would find, and what is to become of it. */
export function RestoreFound({ found, conflict, onConflict }: FoundProps): ReactNode {
  const { missing, different, same, differing, bytes, freeBytes } = found;
  return (
    <div role="status" className="found">
      <p>{sayFound(missing, different, same)}</p>
      {bytes > freeBytes && (
        <p className="failed">
          There is no room: {saySize(bytes)} are needed, and {saySize(freeBytes)} are free.
        </p>
      )}
      {different > 0 && <ConflictChoices conflict={conflict} onConflict={onConflict} />}
      {differing.length > 0 && (
        <ul className="differing quiet">
          {differing.slice(0, 5).map((path) => (
            <li key={path}>
              <bdi>{displayName(path)}</bdi>
            </li>
          ))}
          {different > 5 && <li>and {String(different - 5)} more</li>}
        </ul>
      )}
    </div>
  );
}

/** What is to become of what is there already and differs. */
export function ConflictChoices({
  conflict,
  onConflict,
}: Pick<FoundProps, 'conflict' | 'onConflict'>): ReactNode {
  return <Choices label="What differs" value={conflict} onChange={onConflict} options={RULES} />;
}

function sayFound(missing: number, different: number, same: number): string {
  const files = (count: number, one: string, many: string): string =>
    count === 1 ? `1 file ${one}` : `${count.toLocaleString('en')} files ${many}`;
  const parts = [
    ...(missing > 0 ? [files(missing, 'is not there now', 'are not there now')] : []),
    ...(different > 0
      ? [files(different, 'differs from the one that is there', 'differ from those that are there')]
      : []),
    ...(same > 0 ? [files(same, 'is the same already', 'are the same already')] : []),
  ];
  return parts.length === 0 ? 'Everything is there already.' : `${parts.join('. ')}.`;
}
