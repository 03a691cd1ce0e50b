import { ArrowDown, ArrowUp, CirclePlus, Pencil } from 'lucide-react';
import { useCallback, useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { isHidden, sortedBy, visibleEntries } from '../../main/shared/folder-view.js';
import { sayBefore, sayState } from '../../main/shared/say-entry.js';
import type { EntryDetail, FolderName, FolderOrder } from '../../main/shared/snapshot-content.js';
import { saySize } from '../../main/shared/say-size.js';
import { sayExactTime, sayTime } from '../../main/shared/say-time.js';
import { backup } from '../backup-bridge.js';
import { labelOf } from './browsing.js';
import { EntryIcon } from './entry-icon.js';
import { useFolderView } from './folder-view.js';
import { selectionAfter, type HowChosen } from './selection.js';
import { VirtualList } from './virtual-list.js';

export interface FolderListProps {
  readonly profileId: string;
  /** null: what is there now. */
  readonly snapshot: string | null;
  readonly path: string;
  readonly entries: readonly FolderName[];
  readonly selected: readonly string[];
  readonly active: string | null;
  readonly onChoose: (selected: readonly string[], active: string | null) => void;
  readonly onOpen: (entry: FolderName) => void;
  readonly onDrag: () => void;
  /** Changes when what was told may no longer hold. */
  readonly occasion: string;
  readonly now: Date;
  readonly locale: string;
}

/** Entries that are described at once. */
const CHUNK = 200;

/** What is in the folder. Only names are known of all; the rest is asked for as it comes into sight. */
export function FolderList(props: FolderListProps): ReactNode {
  const { entries, selected, active, snapshot, onChoose, onOpen, onDrag } = props;
  const { details, onRange } = useDetails(props);
  const { view } = useFolderView();
  const sought = active !== null && isHidden(active) ? active : null;
  const order = useMemo(() => visibleEntries(entries, view, sought), [entries, view, sought]);
  const names = useMemo(() => order.map(({ name }) => name), [order]);
  const chosen = useMemo(() => new Set(selected), [selected]);
  const onRows = useCallback(
    (from: number, to: number) => onRange(order.slice(from, to)),
    [onRange, order],
  );
  const choose = (index: number, how: HowChosen): void => {
    onChoose(selectionAfter(names, selected, index, how), names[index] ?? null);
  };
  if (order.length === 0) return <p className="empty">Only hidden files are in this folder.</p>;
  return (
    <>
      <div className="folder-head">
        <SortButton order="name" label="Name" first={['A first', 'Z first']} />
        <SortButton order="size" label="Size" first={['smallest first', 'largest first']} />
        <SortButton order="time" label="Changed" first={['oldest first', 'newest first']} />
        <span>State</span>
      </div>
      <VirtualList
        className="folder"
        label="Folder"
        multiple
        count={order.length}
        rowHeight={32}
        active={active === null ? -1 : names.indexOf(active)}
        isSelected={(index) => chosen.has(order[index]?.name ?? '')}
        onChoose={choose}
        onOpen={(index) => {
          const entry = order[index];
          if (entry !== undefined) onOpen(entry);
        }}
        onDrag={snapshot === null ? undefined : onDrag}
        textOf={(index) => (order[index] === undefined ? '' : labelOf(order[index]))}
        onRange={onRows}
        row={(index) => {
          const entry = order[index];
          if (entry === undefined) return null;
          return <FolderRow entry={entry} detail={details.get(entry.name)} {...props} />;
        }}
      />
    </>
  );
}

interface SortButtonProps {
  readonly order: FolderOrder;
  readonly label: string;
  /** What comes first, ascending and descending. */
  readonly first: readonly [string, string];
}

function SortButton({ order, label, first }: SortButtonProps): ReactNode {
  const { view, setView } = useFolderView();
  const Arrow = view.descending ? ArrowUp : ArrowDown;
  return (
    <Button
      className={`quiet-button folder-sort ${order}`}
      onPress={() => setView(sortedBy(view, order))}
    >
      {label}
      {view.order === order && (
        <Arrow size={16} role="img" aria-label={first[view.descending ? 1 : 0]} />
      )}
    </Button>
  );
}

interface FolderRowProps extends Pick<FolderListProps, 'now' | 'locale' | 'snapshot'> {
  readonly entry: FolderName;
  readonly detail: EntryDetail | null | undefined;
}

function FolderRow({ entry, detail, snapshot, now, locale }: FolderRowProps): ReactNode {
  const kind = detail?.kind ?? (entry.isDirectory ? 'directory' : 'file');
  const date = detail === null || detail === undefined ? null : new Date(detail.modifiedAt);
  const before = sayBefore(entry, detail ?? null);
  const state = sayState(entry, detail ?? null, snapshot);
  return (
    <span className={state === 'deleted' ? 'folder-row gone' : 'folder-row'}>
      <span className="name">
        <EntryIcon kind={kind} />
        <bdi>{labelOf(entry)}</bdi>
        {before !== '' && <Before before={before} />}
      </span>
      <span className="size">{detail?.kind === 'file' ? saySize(detail.size) : '—'}</span>
      <span title={date === null ? '' : sayExactTime(date, locale)}>
        {date === null ? '' : sayTime(date, now, locale)}
      </span>
      <span className={detail?.now === 'same' ? 'quiet' : ''}>{state}</span>
    </span>
  );
}

const BEFORE = {
  new: { Icon: CirclePlus, text: 'New since the snapshot before' },
  changed: { Icon: Pencil, text: 'Changed since the snapshot before' },
} as const;

function Before({ before }: { readonly before: keyof typeof BEFORE }): ReactNode {
  const { Icon, text } = BEFORE[before];
  return (
    <span className="tag" title={text}>
      <Icon size={16} aria-hidden />
      <span className="tag-word">{before}</span>
    </span>
  );
}

interface Described {
  /** Of which folder, when. */
  readonly key: string;
  readonly entries: readonly FolderName[];
  readonly details: ReadonlyMap<string, EntryDetail | null>;
}

const NOTHING: ReadonlyMap<string, EntryDetail | null> = new Map();

/** What is known of the entries in sight. */
function useDetails({ profileId, snapshot, path, occasion, entries }: FolderListProps) {
  const key = JSON.stringify([profileId, snapshot, path, occasion]);
  const [described, setDescribed] = useState<Described | null>(null);
  const asked = useRef<{ entries: readonly FolderName[] | null; key: string; names: Set<string> }>({
    ...{ entries: null, key: '', names: new Set() },
  });
  const onRange = useCallback(
    (inSight: readonly FolderName[]) => {
      if (asked.current.key !== key || asked.current.entries !== entries) {
        asked.current = { key, entries, names: new Set() };
      }
      const mine = asked.current;
      const unknown = inSight.filter(({ name }) => !mine.names.has(name)).slice(0, CHUNK);
      for (const { name } of unknown) mine.names.add(name);
      for (const time of new Set(unknown.map(({ lastIn }) => lastIn ?? snapshot))) {
        const names = unknown
          .filter(({ lastIn }) => (lastIn ?? snapshot) === time)
          .map(({ name }) => name);
        const request = { profileId, snapshot: time, path, names };
        void backup.ask('folder:describe', request).then((answer) => {
          // Another folder may be in sight by now.
          if (!answer.ok || asked.current !== mine) return;
          setDescribed((known) => {
            const isSame = known?.key === key && known.entries === entries;
            const details = new Map(isSame ? known.details : NOTHING);
            for (const [index, name] of names.entries()) {
              details.set(name, answer.value[index] ?? null);
            }
            return { key, entries, details };
          });
        });
      }
    },
    [profileId, snapshot, path, entries, key],
  );
  const isCurrent = described?.key === key && described.entries === entries;
  return { details: isCurrent ? described.details : NOTHING, onRange };
}
