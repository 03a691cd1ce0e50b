import { useState } from 'react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { displayName } from '../../main/shared/display-name.js';
import type { SnapshotRow } from '../../main/shared/snapshot-requests.js';
import { FailureNotice } from '../failure-notice.js';
import type { SearchResult } from '../../main/shared/snapshot-content.js';
import { nameOf, parentOf } from './browsing.js';
import { EntryIcon } from './entry-icon.js';
import { saySnapshotName } from './say-snapshot.js';
import { selectionAfter } from './selection.js';
import { useSettled } from './use-settled.js';
import { useAnswer } from './use-answer.js';
import { VirtualList } from './virtual-list.js';

export interface SearchResultsProps {
  readonly profileId: string;
  readonly text: string;
  /** True: root looks. */
  readonly asAdministrator: boolean;
  /** null: root does already, or would find no more. */
  readonly onAdministrator: (() => void) | null;
  readonly snapshots: readonly SnapshotRow[];
  /** The first is where an extension begins. */
  readonly chosen: readonly SearchResult[];
  readonly onChoose: (results: readonly SearchResult[]) => void;
  /** Goes to the folder that it is in. */
  readonly onOpen: (result: SearchResult) => void;
  readonly onDrag: () => void;
  readonly now: Date;
  readonly locale: string;
}

/** Paths of all snapshots whose name fits; nobody has to know the time. */
export function SearchResults(props: SearchResultsProps): ReactNode {
  const { profileId, text, chosen, onChoose, onOpen, snapshots, now, locale } = props;
  const { asAdministrator, onAdministrator } = props;
  const settled = useSettled(text, asAdministrator ? TYPING : 0);
  const request = { profileId, text: settled, asAdministrator };
  const { result, stale } = useAnswer('snapshots:search', request);
  const [active, setActive] = useState<string | null>(null);
  if (result === null || (stale && !result.ok)) {
    return <p className="empty">Looking through the snapshots …</p>;
  }
  if (!result.ok) return <FailureNotice failure={result.failure} />;
  const { results, total, complete, closed } = result.value;
  const time = (name: string): string => saySnapshotName(name, snapshots, now, locale);
  const all = results.map(({ path }) => path);
  const selected = chosen.map(({ path }) => path);
  return (
    <>
      <p className="search-count" role="status">
        {sayTotal(total, results.length)}
        {!complete && ' There is more in the backup than the search can hold.'}
        {closed > 0 && ` ${sayClosed(closed)}`}
      </p>
      {closed > 0 && onAdministrator !== null && (
        <div className="buttons">
          <Button className="button" onPress={onAdministrator}>
            Search as administrator
          </Button>
        </div>
      )}
      <VirtualList
        className="results"
        label="Search results"
        count={results.length}
        rowHeight={48}
        multiple
        active={active === null ? -1 : all.indexOf(active)}
        isSelected={(index) => selected.includes(all[index] ?? '')}
        onChoose={(index, how) => {
          setActive(all[index] ?? null);
          const known = new Map(results.map((found) => [found.path, found]));
          const after = selectionAfter(all, selected, index, how);
          onChoose(after.flatMap((path) => known.get(path) ?? []));
        }}
        onOpen={(index) => {
          const found = results[index];
          if (found !== undefined) onOpen(found);
        }}
        onDrag={props.onDrag}
        textOf={(index) => displayName(nameOf(results[index]?.path ?? ''))}
        row={(index) => {
          const found = results[index];
          if (found === undefined) return null;
          return (
            <span className="result">
              <EntryIcon kind={found.isDirectory ? 'directory' : 'file'} />
              <span className="result-names">
                <bdi>{displayName(nameOf(found.path))}</bdi>
                <bdi className="quiet">{displayName(parentOf(found.path)) || 'at the top'}</bdi>
              </span>
              <span className="quiet">
                {found.first === found.last
                  ? time(found.last)
                  : `${time(found.first)} – ${time(found.last)}`}
              </span>
            </span>
          );
        }}
      />
    </>
  );
}

/** Milliseconds: root is asked when a word is whole. */
const TYPING = 600;

function sayTotal(total: number, shown: number): string {
  if (total === 0) return 'Nothing has such a name, at no time.';
  if (total > shown) return `The first ${String(shown)} of ${total.toLocaleString('en')}.`;
  return total === 1 ? '1 found.' : `${String(total)} found.`;
}

function sayClosed(closed: number): string {
  return closed === 1
    ? 'One folder is not yours to look into; nothing was looked for in it.'
    : `${String(closed)} folders are not yours to look into; nothing was looked for in them.`;
}
