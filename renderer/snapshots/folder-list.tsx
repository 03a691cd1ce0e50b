import { ArrowDown, ArrowUp } from 'lucide-react';
import { useCallback, useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import type { EntryDetail, FolderName } from '../../main/shared/snapshot-content.js';
import { saySize } from '../../main/shared/say-size.js';
import { sayExactTime, sayTime } from '../../main/shared/say-time.js';
import { backup } from '../backup-bridge.js';
import { labelOf } from './browsing.js';
import { EntryIcon } from './entry-icon.js';
import { sayState } from './say-entry.js';
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
  /** Changes when what was told may no longer hold. */
  readonly occasion: number;
  readonly now: Date;
  readonly locale: string;
}

/** Entries that are described at once. */
const CHUNK = 200;

/** What is in the folder. Only names are known of all; the rest is asked for as it comes into sight. */
export function FolderList(props: FolderListProps): ReactNode {
  const { entries, selected, active, onChoose, onOpen } = props;
  const { details, onRange } = useDetails(props);
  const [descending, setDescending] = useState(false);
  const order = useMemo(() => (descending ? entries.toReversed() : entries), [entries, descending]);
  const chosen = useMemo(() => new Set(selected), [selected]);
  const places = useMemo(() => new Map(order.map(({ name }, index) => [name, index])), [order]);
  const activeIndex = active === null ? -1 : (places.get(active) ?? -1);
  const choose = (index: number, how: 'only' | 'extend' | 'toggle'): void => {
    const name = order[index]?.name;
    if (name === undefined) return;
    if (how === 'only') onChoose([name], name);
    else if (how === 'toggle') {
      onChoose(
        chosen.has(name) ? selected.filter((one) => one !== name) : [...selected, name],
        name,
      );
    } else {
      const anchor = places.get(selected[0] ?? name) ?? index;
      const [from, to] = anchor < index ? [anchor, index] : [index, anchor];
      const range = order.slice(from, to + 1).map((entry) => entry.name);
      onChoose(anchor < index ? range : range.toReversed(), name);
    }
  };
  return (
    <>
      <div className="folder-head">
        <Button className="quiet-button folder-sort" onPress={() => setDescending(!descending)}>
          Name
          {descending ? (
            <ArrowUp size={16} role="img" aria-label="Z first" />
          ) : (
            <ArrowDown size={16} role="img" aria-label="A first" />
          )}
        </Button>
        <span className="size">Size</span>
        <span>Changed</span>
        <span>State</span>
      </div>
      <VirtualList
        className="folder"
        label="Folder"
        multiple
        count={order.length}
        rowHeight={32}
        active={activeIndex}
        isSelected={(index) => chosen.has(order[index]?.name ?? '')}
        onChoose={choose}
        onOpen={(index) => {
          const entry = order[index];
          if (entry !== undefined) onOpen(entry);
        }}
        textOf={(index) => (order[index] === undefined ? '' : labelOf(order[index]))}
        onRange={useCallback(
          (from: number, to: number) => onRange(order.slice(from, to)),
          [onRange, order],
        )}
        row={(index) => {
          const entry = order[index];
          if (entry === undefined) return null;
          return <FolderRow entry={entry} detail={details.get(entry.name)} {...props} />;
        }}
      />
    </>
  );
}

interface FolderRowProps extends Pick<FolderListProps, 'now' | 'locale' | 'snapshot'> {
  readonly entry: FolderName;
  readonly detail: EntryDetail | null | undefined;
}

function FolderRow({ entry, detail, snapshot, now, locale }: FolderRowProps): ReactNode {
  const kind = detail?.kind ?? (entry.isDirectory ? 'directory' : 'file');
  const date = detail === null || detail === undefined ? null : new Date(detail.modifiedAt);
  return (
    <span className={entry.lastIn === undefined ? 'folder-row' : 'folder-row gone'}>
      <span className="name">
        <EntryIcon kind={kind} />
        <bdi>{labelOf(entry)}</bdi>
      </span>
      <span className="size">{detail?.kind === 'file' ? saySize(detail.size) : '—'}</span>
      <span title={date === null ? '' : sayExactTime(date, locale)}>
        {date === null ? '' : sayTime(date, now, locale)}
      </span>
      <span className={detail?.now === 'same' ? 'quiet' : ''}>
        {sayState(entry, detail ?? null, snapshot)}
      </span>
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
