import { useEffect, useMemo, useReducer, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { ProfileView } from '../../main/shared/app-view.js';
import type { RestorePart } from '../../main/shared/helper-protocol.js';
import type { SnapshotRow } from '../../main/shared/snapshot-requests.js';
import { unpackNames } from '../../main/shared/packed-names.js';
import type { FolderName, SearchResult } from '../../main/shared/snapshot-content.js';
import { browse, inside, nameOf, parentOf, startBrowsing } from './browsing.js';
import { chosenTarget, neighbour } from './choice.js';
import { DragNote } from './drag-note.js';
import { FolderProblem, Several } from './folder-notes.js';
import { FolderList } from './folder-list.js';
import { FolderTools } from './folder-tools.js';
import { useFolderView } from './folder-view.js';
import { ItemPanel } from './item-panel.js';
import { RestoreSheet } from './restore-sheet.js';
import { saySnapshotName } from './say-snapshot.js';
import { SearchResults } from './search-results.js';
import { SnapshotBand } from './snapshot-band.js';
import { pathsOf, restorable } from './target.js';
import { Timeline } from './timeline.js';
import { useAnswer } from './use-answer.js';
import { useDragOut } from './use-drag-out.js';
import { useBrowserKeys } from './use-browser-keys.js';
import { usePreparedSearch } from './use-prepared-search.js';

export interface SnapshotBrowserProps {
  readonly profile: ProfileView;
  /** Newest first; at least one. */
  readonly snapshots: readonly SnapshotRow[];
  /** The one that is shown at first. */
  readonly first: string | null;
  readonly onSnapshotsChanged: () => void;
  /** Changes when files were restored, or taken back. */
  readonly restores: number;
  /** Told whether the sheet of a restore is open. */
  readonly onRestoring: (isOpen: boolean) => void;
  readonly now: Date;
  readonly locale: string;
}

/** The times, the folder at one of them, and what is chosen in it. */
export function SnapshotBrowser(props: SnapshotBrowserProps): ReactNode {
  const { profile, snapshots, first, onRestoring, now, locale } = props;
  const [state, step] = useReducer(browse, first, startBrowsing);
  const [text, setText] = useState('');
  const [found, setFound] = useState<readonly SearchResult[]>([]);
  const [deleted, setDeleted] = useState(false);
  const [asAdministrator, setAsAdministrator] = useState(false);
  const [refreshes, setRefreshes] = useState(0);
  const occasion = `${String(refreshes)} ${String(props.restores)}`;
  const [restoring, setRestoring] = useState<readonly RestorePart[]>([]);
  const [marked, setMarked] = useState<readonly string[]>([]);
  const { order } = useFolderView().view;
  const search = useRef<HTMLInputElement>(null);
  const centre = useRef<HTMLElement>(null);
  const searching = text.trim() !== '';
  const { path, selected } = state;
  // One that was removed meanwhile is no time any more.
  const isThere = snapshots.some(({ name }) => name === state.snapshot);
  const snapshot =
    state.snapshot === null || isThere ? state.snapshot : (snapshots[0]?.name ?? null);
  const request = { profileId: profile.id, snapshot, path, deleted, asAdministrator, order };
  const folder = useAnswer('folder:read', request, occasion);
  const entries = useMemo(
    () => (folder.result?.ok === true ? unpackNames(folder.result.value) : []),
    [folder.result],
  );
  const chosen = chosenTarget({ searching, found, snapshot, path, selected, entries });
  const [onlyPath = null] = pathsOf(chosen).length === 1 ? pathsOf(chosen) : [];
  const versions = useAnswer(
    'file:versions',
    onlyPath === null ? null : { profileId: profile.id, path: onlyPath, asAdministrator },
    snapshots.length,
  );
  const known = versions.stale ? null : versions.result;
  const stops = onlyPath === null || known?.ok !== true ? null : known.value;
  const milestones = useMemo(
    () => (stops === null ? null : new Set(stops.map(({ newest }) => newest))),
    [stops],
  );
  const goTo = (time: string | null): void => {
    setMarked([]);
    if (searching && onlyPath !== null && time !== null) {
      step({ kind: 'find', snapshot: time, path: parentOf(onlyPath), select: nameOf(onlyPath) });
      setText('');
    } else step({ kind: 'time', snapshot: time });
  };
  const open = (entry: FolderName): void => {
    if (!entry.isDirectory) return;
    if (entry.lastIn === undefined) step({ kind: 'go', path: inside(path, entry.name) });
    else step({ kind: 'find', snapshot: entry.lastIn, path: inside(path, entry.name), select: '' });
  };
  const restore = (): void => setRestoring(restorable(chosen));
  const isRestoring = restoring.length > 0;
  useEffect(() => onRestoring(isRestoring), [isRestoring, onRestoring]);
  usePreparedSearch(profile, snapshots[0]?.name ?? null);
  const dragOut = useDragOut(profile.id);
  const drag = (): void => dragOut.drag(restorable(chosen));
  useBrowserKeys({
    onSearch: () => search.current?.focus(),
    onRestore: restore,
    onParent: () => {
      if (path !== '') step({ kind: 'go', path: parentOf(path), select: nameOf(path) });
    },
    onBack: () => step({ kind: 'back' }),
    onRefresh: () => setRefreshes(refreshes + 1),
    onOlder: () => goTo(neighbour(snapshots, snapshot, stops, 1)),
    onNewer: () => goTo(neighbour(snapshots, snapshot, stops, -1)),
  });
  /** From the search field to the list below it. */
  const chooseFirst = (): void => {
    const list = centre.current?.querySelector<HTMLElement>('[role=listbox]');
    list?.focus();
    list?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Home', bubbles: true }));
  };
  const markedRows = useMemo(() => {
    const rows = new Map(snapshots.map((one) => [one.name, one]));
    return marked.flatMap((name) => rows.get(name) ?? []);
  }, [snapshots, marked]);
  const onAdministrator =
    profile.needsRoot && !asAdministrator && snapshot !== null
      ? () => setAsAdministrator(true)
      : null;
  const row = snapshots.find(({ name }) => name === snapshot) ?? null;
  return (
    <div className="browser">
      <Timeline
        snapshots={snapshots}
        chosen={snapshot}
        onChoose={goTo}
        marked={markedRows.map(({ name }) => name)}
        onMark={setMarked}
        milestones={milestones}
        now={now}
        locale={locale}
      />
      <section
        ref={centre}
        className={row === null ? 'centre' : 'centre from-backup'}
        aria-label="Folder"
      >
        <SnapshotBand
          {...props}
          snapshot={row}
          marked={markedRows}
          onOlder={() => goTo(neighbour(snapshots, snapshot, stops, 1))}
          onNewer={() => goTo(neighbour(snapshots, snapshot, stops, -1))}
        />
        <FolderTools
          path={path}
          root={profile.source}
          onGo={(to) => step({ kind: 'go', path: to })}
          search={search}
          text={text}
          onSearch={(typed) => {
            setText(typed);
            setFound([]);
          }}
          onDown={chooseFirst}
          deleted={deleted}
          onDeleted={setDeleted}
          entries={entries}
        />
        {searching ? (
          <SearchResults
            profileId={profile.id}
            text={text}
            asAdministrator={asAdministrator}
            onAdministrator={
              profile.needsRoot && !asAdministrator ? () => setAsAdministrator(true) : null
            }
            snapshots={snapshots}
            chosen={found}
            onChoose={setFound}
            onDrag={drag}
            onOpen={(result) => {
              const into = result.isDirectory ? result.path : parentOf(result.path);
              const select = result.isDirectory ? '' : nameOf(result.path);
              step({ kind: 'find', snapshot: result.last, path: into, select });
              setText('');
            }}
            now={now}
            locale={locale}
          />
        ) : folder.result?.ok === false ? (
          <FolderProblem failure={folder.result.failure} onAdministrator={onAdministrator} />
        ) : folder.result === null ? null : entries.length === 0 ? (
          <p className="empty">This folder is empty.</p>
        ) : (
          <FolderList
            profileId={profile.id}
            snapshot={snapshot}
            path={path}
            entries={entries}
            selected={selected}
            active={state.active}
            onChoose={(names, active) => step({ kind: 'choose', selected: names, active })}
            onOpen={open}
            onDrag={drag}
            occasion={occasion}
            now={now}
            locale={locale}
          />
        )}
        <DragNote dragging={dragOut.dragging} onClose={dragOut.forget} />
      </section>
      {onlyPath !== null ? (
        <ItemPanel
          profileId={profile.id}
          snapshot={chosen[0]?.snapshot ?? null}
          path={onlyPath}
          snapshots={snapshots}
          versions={known}
          onTime={goTo}
          onRestore={restore}
          asAdministrator={asAdministrator}
          onAdministrator={onAdministrator}
          now={now}
          locale={locale}
        />
      ) : (
        <Several target={chosen} onRestore={restore} />
      )}
      {isRestoring && (
        <RestoreSheet
          profileId={profile.id}
          parts={restoring}
          time={
            restoring[0] === undefined || restoring.length > 1
              ? null
              : saySnapshotName(restoring[0].snapshot, snapshots, now, locale)
          }
          source={profile.source}
          mayAskAdministrator={profile.needsRoot}
          onClose={() => {
            setRestoring([]);
            setRefreshes(refreshes + 1);
          }}
        />
      )}
    </div>
  );
}
