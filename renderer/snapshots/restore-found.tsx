import type { ReactNode } from 'react';
import { displayName } from '../../main/shared/display-name.js';
import type { ConflictRule, RestorePreview } from '../../main/shared/helper-protocol.js';
import { saySize } from '../../main/shared/say-size.js';
import { Choices } from './choices.js';

export interface FoundProps {
  readonly found: RestorePreview;
  readonly conflict: ConflictRule;
  readonly onConflict: (rule: ConflictRule) => void;
  /** True: root will do it, and gives files to others. */
  readonly asAdministrator: boolean;
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

/** Of what is the same otherwise. */
const ATTRIBUTE_RULES: readonly { readonly value: ConflictRule; readonly text: string }[] = [
  {
    value: 'replace',
    text: 'Give back owner and permissions of the backup (Undo brings back those of now)',
  },
  { value: 'only-missing', text: 'Leave what is there now' },
];

/** True: of all that is there, nothing else is to be restored than mode and owner. */
export function differsInAttributes(found: RestorePreview | null): boolean {
  if (found === null || found.different !== found.attributesOnly) return false;
  return found.different + found.foreignOwners > 0;
}

/** What a restore would find, and what is to become of it. */
export function RestoreFound(props: FoundProps): ReactNode {
  const { found, conflict, onConflict, asAdministrator } = props;
  const { missing, different, same, differing, bytes, freeBytes } = found;
  const rules = differsInAttributes(found) ? ATTRIBUTE_RULES : RULES;
  return (
    <div role="status" className="found">
      <p>{sayFound(missing, different, same)}</p>
      {bytes > freeBytes && (
        <p className="failed">
          There is no room: {saySize(bytes)} are needed, and {saySize(freeBytes)} are free.
        </p>
      )}
      {sayAttributes(found, asAdministrator).map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {(different > 0 || asAdministrator) && (
        <ConflictChoices {...{ conflict, onConflict, rules }} />
      )}
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
  rules = RULES,
}: Pick<FoundProps, 'conflict' | 'onConflict'> & {
  readonly rules?: typeof RULES;
}): ReactNode {
  return <Choices label="What differs" value={conflict} onChange={onConflict} options={rules} />;
}

/** Differences that nobody sees in the contents. */
function sayAttributes(
  { different, attributesOnly, foreignOwners }: RestorePreview,
  asAdministrator: boolean,
): readonly string[] {
  const who = asAdministrator ? 'The' : 'Only the';
  return [
    ...(attributesOnly === 0
      ? []
      : attributesOnly === different
        ? [
            `What is in ${different === 1 ? 'it' : 'them'} is the same: owner or permissions differ.`,
          ]
        : [
            `Of these, ${files(attributesOnly, 'differs', 'differ')} in owner or permissions alone: of them no second copy is made, and replacing gives those back.`,
          ]),
    ...(foreignOwners === 0
      ? []
      : [
          `${files(foreignOwners, 'belongs to somebody else now', 'belong to somebody else now')}. ${who} administrator can give ${foreignOwners === 1 ? 'it' : 'them'} back.`,
        ]),
  ];
}

function sayFound(missing: number, different: number, same: number): string {
  const parts = [
    ...(missing > 0 ? [files(missing, 'is not there now', 'are not there now')] : []),
    ...(different > 0
      ? [files(different, 'differs from the one that is there', 'differ from those that are there')]
      : []),
    ...(same > 0 ? [files(same, 'is the same already', 'are the same already')] : []),
  ];
  return parts.length === 0 ? 'Everything is there already.' : `${parts.join('. ')}.`;
}

function files(count: number, one: string, many: string): string {
  return count === 1 ? `1 file ${one}` : `${count.toLocaleString('en')} files ${many}`;
}
