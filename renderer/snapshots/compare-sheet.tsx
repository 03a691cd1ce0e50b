import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import type { ProfileView } from '../../main/shared/app-view.js';
import { displayName } from '../../main/shared/display-name.js';
import type { SnapshotRow } from '../../main/shared/snapshot-requests.js';
import { sayChanges } from '../../main/shared/say-changes.js';
import { saySize } from '../../main/shared/say-size.js';
import type { TreeChange } from '../../main/shared/snapshot-content.js';
import { FailureNotice } from '../failure-notice.js';
import { saySnapshotTime } from './say-snapshot.js';
import { Sheet } from './sheet.js';
import { useAnswer } from './use-answer.js';
import { VirtualList } from './virtual-list.js';

export interface CompareSheetProps {
  readonly profile: ProfileView;
  readonly before: SnapshotRow;
  /** null: what is there now. */
  readonly after: SnapshotRow | null;
  readonly onClose: () => void;
  readonly now: Date;
  readonly locale: string;
}

/** What is otherwise at two times. */
export function CompareSheet(props: CompareSheetProps): ReactNode {
  const { profile, before, after, onClose, now, locale } = props;
  const request = { profileId: profile.id, before: before.name, after: after?.name ?? null };
  const { result } = useAnswer('snapshots:compare', request);
  const until = after === null ? 'now' : saySnapshotTime(after, now, locale);
  return (
    <Sheet
      title={`From ${saySnapshotTime(before, now, locale)} to ${until}`}
      className="compare-sheet"
      onClose={onClose}
    >
      {result === null && <p role="status">Comparing …</p>}
      {result?.ok === false && <FailureNotice failure={result.failure} />}
      {result?.ok === true && (
        <>
          <p role="status">
            {sayChanges({ ...result.value.counts, bytes: 0 })}
            {isCut(result.value) && '; the first of them:'}
          </p>
          <Changes changes={result.value.changes} />
        </>
      )}
      <div className="buttons sheet-buttons">
        <Button className="primary-button" autoFocus onPress={onClose}>
          Close
        </Button>
      </div>
    </Sheet>
  );
}

function isCut({
  changes,
  counts,
}: {
  readonly changes: readonly TreeChange[];
  readonly counts: Readonly<Record<TreeChange['action'], number>>;
}): boolean {
  return changes.length < counts.created + counts.changed + counts.deleted;
}

const ACTIONS = { created: 'new', changed: 'changed', deleted: 'deleted' } as const;

function Changes({ changes }: { readonly changes: readonly TreeChange[] }): ReactNode {
  if (changes.length === 0) return null;
  return (
    <VirtualList
      className="changes"
      label="Changes"
      count={changes.length}
      rowHeight={32}
      active={-1}
      isSelected={() => false}
      onChoose={() => undefined}
      textOf={(index) => displayName(changes[index]?.path ?? '')}
      row={(index) => {
        const change = changes[index];
        if (change === undefined) return null;
        const { action, path, size, sizeBefore, attributesOnly, kind } = change;
        const grown = size - (sizeBefore ?? 0);
        return (
          <span className="change">
            <span className="quiet">{attributesOnly ? 'rights' : ACTIONS[action]}</span>
            <bdi title={displayName(path)}>{displayName(path)}</bdi>
            <span className="quiet">
              {kind !== 'file' ? '' : action === 'changed' ? sayGrown(grown) : saySize(size)}
            </span>
          </span>
        );
      }}
    />
  );
}

function sayGrown(bytes: number): string {
  if (bytes === 0) return '';
  return bytes > 0 ? `+${saySize(bytes)}` : `−${saySize(-bytes)}`;
}
