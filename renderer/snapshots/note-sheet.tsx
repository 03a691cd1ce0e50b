import { useState } from 'react';
import type { ReactNode } from 'react';
import { Button, Form, Input, Label, TextField } from 'react-aria-components';
import type { ProfileView } from '../../main/shared/app-view.js';
import type { SnapshotRow } from '../../main/shared/snapshot-requests.js';
import { FailureNotice } from '../failure-notice.js';
import { useRequest } from '../use-request.js';
import { saySnapshotTime } from './say-snapshot.js';
import { Sheet } from './sheet.js';

export interface SnapshotSheetProps {
  readonly profile: ProfileView;
  readonly snapshot: SnapshotRow;
  readonly onSnapshotsChanged: () => void;
  readonly onClose: () => void;
  readonly now: Date;
  readonly locale: string;
}

/** What a person wants to remember about a snapshot. */
export function NoteSheet(props: SnapshotSheetProps): ReactNode {
  const { profile, snapshot, onSnapshotsChanged, onClose, now, locale } = props;
  const [note, setNote] = useState(snapshot.note);
  const mark = useRequest('snapshots:mark');
  return (
    <Sheet title={`Note on ${saySnapshotTime(snapshot, now, locale)}`} onClose={onClose}>
      <Form
        onSubmit={(event) => {
          event.preventDefault();
          const request = { profileId: profile.id, snapshot: snapshot.name, pinned: null, note };
          mark.send(request, () => {
            onSnapshotsChanged();
            onClose();
          });
        }}
      >
        <TextField autoFocus maxLength={200} value={note} onChange={setNote}>
          <Label>Note</Label>
          <Input className="input" />
        </TextField>
        {mark.failure !== null && <FailureNotice failure={mark.failure} />}
        <div className="buttons sheet-buttons">
          <Button className="button" onPress={onClose}>
            Cancel
          </Button>
          <Button className="primary-button" type="submit" isDisabled={mark.pending}>
            Keep the note
          </Button>
        </div>
      </Form>
    </Sheet>
  );
}
