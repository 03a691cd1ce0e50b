import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { saySize } from '../../main/shared/say-size.js';
import { backup } from '../backup-bridge.js';
import { FailureNotice } from '../failure-notice.js';
import { ProgressBar } from './progress-bar.js';
import { pathsOf, sayItems } from './target.js';
import type { Dragging } from './use-drag-out.js';
import { useWorkProgress } from './use-work-progress.js';

export interface DragNoteProps {
  readonly dragging: Dragging;
  readonly onClose: () => void;
}

/** Below the folder: how far the copies are that are to be dragged, or why there are none. */
export function DragNote({ dragging, onClose }: DragNoteProps): ReactNode {
  if (dragging.kind === 'idle') return null;
  return (
    <div className="drag-note" role="status">
      {dragging.kind === 'preparing' && <Preparing items={sayItems(pathsOf(dragging.parts))} />}
      {dragging.kind === 'prepared' && (
        <p>{sayItems(pathsOf(dragging.parts))} can be dragged to another program now.</p>
      )}
      {dragging.kind === 'failed' && <FailureNotice failure={dragging.failure} />}
      {dragging.kind !== 'preparing' && (
        <Button className="quiet-button" aria-label="Close" onPress={onClose}>
          <X size={16} aria-hidden />
        </Button>
      )}
    </div>
  );
}

function Preparing({ items }: { readonly items: string }): ReactNode {
  const progress = useWorkProgress();
  const share = progress === null || progress.of === 0 ? null : progress.done / progress.of;
  const size = progress === null ? '' : `: ${saySize(progress.done)} of ${saySize(progress.of)}`;
  return (
    <>
      <p>
        Copying {items} for other programs{size}
      </p>
      <ProgressBar label="Copying" share={share} />
      <Button className="button" onPress={() => void backup.ask('snapshots:cancel', 'drag')}>
        Cancel
      </Button>
    </>
  );
}
