import { ChevronDown, ChevronUp, Ellipsis } from 'lucide-react';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import type { ProfileView } from '../../main/shared/app-view.js';
import type { SnapshotRow } from '../../main/shared/snapshot-requests.js';
import { saySnapshotFacts } from '../../main/shared/say-snapshot-facts.js';
import { FailureNotice } from '../failure-notice.js';
import { useRequest } from '../use-request.js';
import { CompareSheet } from './compare-sheet.js';
import { NoteSheet } from './note-sheet.js';
import { RemoveSheet } from './remove-sheet.js';
import { sayPlace, saySnapshotTime } from './say-snapshot.js';

export interface SnapshotBandProps {
  readonly profile: ProfileView;
  /** null: what is there now. */
  readonly snapshot: SnapshotRow | null;
  /** Newest first. */
  readonly snapshots: readonly SnapshotRow[];
  /** Those that are chosen together, where there are several. */
  readonly marked: readonly SnapshotRow[];
  readonly onSnapshotsChanged: () => void;
  readonly onOlder: () => void;
  readonly onNewer: () => void;
  readonly now: Date;
  readonly locale: string;
}

type Sheet = 'note' | 'compare-before' | 'compare-now';

/** Says of what time the folder is, so that nobody takes a backup for the files themselves. */
export function SnapshotBand(props: SnapshotBandProps): ReactNode {
  const { profile, snapshot, marked, onOlder, onNewer, now, locale } = props;
  const [removed, setRemoved] = useState<readonly SnapshotRow[] | null>(null);
  const [compared, setCompared] = useState<readonly [SnapshotRow, SnapshotRow] | null>(null);
  const [older, newer] = marked.toSorted((a, b) => a.time.localeCompare(b.time));
  return (
    <header className="band">
      <h1>
        {snapshot === null
          ? 'Now: the files themselves'
          : `Backup of ${saySnapshotTime(snapshot, now, locale)} on ${sayPlace(profile)}`}
      </h1>
      <div className="band-buttons">
        <Button className="quiet-button" aria-label="Older" onPress={onOlder}>
          <ChevronDown size={16} aria-hidden />
          older
        </Button>
        <Button className="quiet-button" aria-label="Newer" onPress={onNewer}>
          <ChevronUp size={16} aria-hidden />
          newer
        </Button>
        {snapshot !== null && (
          <SnapshotMenu {...props} snapshot={snapshot} onRemove={() => setRemoved([snapshot])} />
        )}
      </div>
      {snapshot !== null && <p className="band-facts">{saySnapshotFacts(snapshot).join(' · ')}</p>}
      {marked.length > 1 && (
        <div className="band-marked">
          <span role="status">{String(marked.length)} snapshots are chosen.</span>
          <div className="buttons">
            {older !== undefined && newer !== undefined && marked.length === 2 && (
              <Button className="button" onPress={() => setCompared([older, newer])}>
                Compare them…
              </Button>
            )}
            <Button className="button danger" onPress={() => setRemoved(marked)}>
              Remove {String(marked.length)} snapshots…
            </Button>
          </div>
        </div>
      )}
      {removed !== null && (
        <RemoveSheet {...props} snapshots={removed} onClose={() => setRemoved(null)} />
      )}
      {compared !== null && (
        <CompareSheet
          {...props}
          before={compared[0]}
          after={compared[1]}
          onClose={() => setCompared(null)}
        />
      )}
    </header>
  );
}

interface SnapshotMenuProps extends SnapshotBandProps {
  readonly snapshot: SnapshotRow;
  readonly onRemove: () => void;
}

function SnapshotMenu(props: SnapshotMenuProps): ReactNode {
  const { profile, snapshot, snapshots, onSnapshotsChanged, onRemove } = props;
  const [sheet, setSheet] = useState<Sheet | null>(null);
  const mark = useRequest('snapshots:mark', onSnapshotsChanged);
  const show = useRequest('snapshots:show');
  const profileId = profile.id;
  const { name, pinned } = snapshot;
  const before = snapshots[snapshots.indexOf(snapshot) + 1] ?? null;
  const failure = mark.failure ?? show.failure;
  const close = (): void => setSheet(null);
  return (
    <>
      <MenuTrigger>
        <Button className="quiet-button" aria-label="This snapshot">
          <Ellipsis size={16} aria-hidden />
        </Button>
        <Popover className="menu">
          <Menu aria-label="This snapshot">
            <MenuItem
              onAction={() => mark.send({ profileId, snapshot: name, pinned: !pinned, note: null })}
            >
              {pinned ? 'Unpin' : 'Pin: keep it for good'}
            </MenuItem>
            <MenuItem onAction={() => setSheet('note')}>Note…</MenuItem>
            {before !== null && (
              <MenuItem onAction={() => setSheet('compare-before')}>
                What changed since the one before…
              </MenuItem>
            )}
            <MenuItem onAction={() => setSheet('compare-now')}>What changed until now…</MenuItem>
            <MenuItem onAction={() => show.send({ profileId, snapshot: name })}>
              Show in folder
            </MenuItem>
            <MenuItem onAction={onRemove}>Remove this snapshot…</MenuItem>
          </Menu>
        </Popover>
      </MenuTrigger>
      {failure !== null && <FailureNotice failure={failure} />}
      {sheet === 'note' && <NoteSheet {...props} onClose={close} />}
      {sheet === 'compare-now' && (
        <CompareSheet {...props} before={snapshot} after={null} onClose={close} />
      )}
      {sheet === 'compare-before' && before !== null && (
        <CompareSheet {...props} before={before} after={snapshot} onClose={close} />
      )}
    </>
  );
}
