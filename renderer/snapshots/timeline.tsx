import { FolderHeart, Pin, TriangleAlert } from 'lucide-react';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { groupSnapshots } from '../../main/shared/group-snapshots.js';
import type { SnapshotRow } from '../../main/shared/snapshot-requests.js';
import { saySnapshotFacts } from '../../main/shared/say-snapshot-facts.js';
import { sayChanges } from '../../main/shared/say-changes.js';
import { sayClock, sayDayOfMonth, sayExactTime } from '../../main/shared/say-time.js';
import { selectionAfter } from './selection.js';
import { VirtualList } from './virtual-list.js';

export interface TimelineProps {
  /** Newest first. */
  readonly snapshots: readonly SnapshotRow[];
  /** null: what is there now. */
  readonly chosen: string | null;
  readonly onChoose: (snapshot: string | null) => void;
  /** Names of those that are chosen together; the first is where an extension begins. */
  readonly marked: readonly string[];
  readonly onMark: (snapshots: readonly string[]) => void;
  /** Names of the snapshots in which the chosen file became what it is; null: all count. */
  readonly milestones: ReadonlySet<string> | null;
  readonly now: Date;
  readonly locale: string;
}

type Row =
  | { readonly kind: 'now' }
  | { readonly kind: 'heading'; readonly title: string }
  | { readonly kind: 'snapshot'; readonly snapshot: SnapshotRow; readonly dated: boolean };

/** The snapshots, newest first, below what is there now. */
export function Timeline(props: TimelineProps): ReactNode {
  const { snapshots, chosen, onChoose, marked, onMark, now, locale } = props;
  const rows = useMemo(() => rowsOf(snapshots, now, locale), [snapshots, now, locale]);
  const active = rows.findIndex(
    (row) =>
      (row.kind === 'now' && chosen === null) ||
      (row.kind === 'snapshot' && row.snapshot.name === chosen),
  );
  const set = useMemo(() => new Set(marked), [marked]);
  const isMarked = (row: Row | undefined): boolean => set.has(nameOf(row));
  return (
    <VirtualList
      className="timeline"
      label="Times"
      count={rows.length}
      rowHeight={32}
      active={active}
      multiple
      isSelected={(index) => (marked.length > 1 ? isMarked(rows[index]) : index === active)}
      isHeading={(index) => rows[index]?.kind === 'heading'}
      onChoose={(index, how) => {
        const row = rows[index];
        const before = marked.length > 1 || chosen === null ? marked : [chosen];
        const names = rows.map(nameOf);
        const after = row?.kind === 'snapshot' ? selectionAfter(names, before, index, how) : [];
        if (row?.kind === 'now') onChoose(null);
        if (row?.kind === 'snapshot') onChoose(row.snapshot.name);
        onMark(after.filter((name) => name !== ''));
      }}
      textOf={(index) => textOf(rows[index], locale)}
      row={(index) => <TimelineRow row={rows[index]} {...props} />}
    />
  );
}

function TimelineRow({
  row,
  milestones,
  locale,
}: Pick<TimelineProps, 'milestones' | 'locale'> & { readonly row: Row | undefined }): ReactNode {
  if (row === undefined) return null;
  if (row.kind === 'heading') return <span className="timeline-heading">{row.title}</span>;
  if (row.kind === 'now') {
    return (
      <span className="timeline-now">
        <FolderHeart size={16} aria-hidden />
        Now
      </span>
    );
  }
  const { snapshot } = row;
  const dim = milestones !== null && !milestones.has(snapshot.name);
  const date = new Date(snapshot.time);
  const changes = snapshot.changes === null ? '' : sayChanges(snapshot.changes);
  const facts = saySnapshotFacts(snapshot);
  const title = [sayExactTime(date, locale), ...facts, snapshot.note].filter(Boolean).join('\n');
  return (
    <span className={dim ? 'timeline-row dim' : 'timeline-row'} title={title}>
      <time dateTime={snapshot.time}>{textOf(row, locale)}</time>
      <Marks snapshot={snapshot} />
      <span className="timeline-note" aria-hidden={snapshot.note === ''}>
        {snapshot.note === '' ? changes : snapshot.note}
      </span>
      <span className="unseen">{facts.join('; ')}</span>
    </span>
  );
}

function Marks({ snapshot }: { readonly snapshot: SnapshotRow }): ReactNode {
  return (
    <>
      {snapshot.pinned && <Pin size={16} role="img" aria-label="pinned" />}
      {!snapshot.complete && (
        <TriangleAlert className="attention" size={16} role="img" aria-label="some files missing" />
      )}
    </>
  );
}

function textOf(row: Row | undefined, locale: string): string {
  if (row?.kind !== 'snapshot') return row?.kind === 'now' ? 'Now' : '';
  const date = new Date(row.snapshot.time);
  const clock = sayClock(date, locale);
  return row.dated ? `${sayDayOfMonth(date, locale)}, ${clock}` : clock;
}

/** Empty: no snapshot. */
function nameOf(row: Row | undefined): string {
  return row?.kind === 'snapshot' ? row.snapshot.name : '';
}

function rowsOf(snapshots: readonly SnapshotRow[], now: Date, locale: string): readonly Row[] {
  const rows: Row[] = [{ kind: 'now' }];
  for (const group of groupSnapshots(snapshots, now, locale)) {
    rows.push({ kind: 'heading', title: group.title });
    for (const snapshot of group.snapshots) {
      rows.push({ kind: 'snapshot', snapshot, dated: group.kind !== 'day' });
    }
  }
  return rows;
}
