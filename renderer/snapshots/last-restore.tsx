import { FolderOpen, Undo2, X } from 'lucide-react';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { displayName } from '../../main/shared/display-name.js';
import type { LastRestore } from '../../main/shared/snapshot-requests.js';
import { FailureNotice } from '../failure-notice.js';
import { useRequest } from '../use-request.js';
import { sayUndone } from './restore-done.js';
import { ShortList } from './short-list.js';
import { sayItems } from './target.js';

/** As long as the window is open, what was restored last can be taken back, and found. */
export function LastRestoreBar({ last }: { readonly last: LastRestore | null }): ReactNode {
  const [left, setLeft] = useState<readonly string[] | null>(null);
  const undo = useRequest('restore:undo');
  const show = useRequest('restore:show');
  const failure = undo.failure ?? show.failure;
  if (last !== null) {
    return (
      <section className="last-restore" aria-label="Last restore">
        <p>
          Last restore: {sayItems(last.restored, last.restoredCount)} to{' '}
          <bdi>{displayName(last.target)}</bdi>
        </p>
        {failure !== null && <FailureNotice failure={failure} />}
        {last.undoable && (
          <Button
            className="quiet-button"
            isDisabled={undo.pending}
            onPress={() => undo.send(null, setLeft)}
          >
            <Undo2 size={16} aria-hidden />
            Undo
          </Button>
        )}
        <Button className="quiet-button" onPress={() => show.send(null)}>
          <FolderOpen size={16} aria-hidden />
          Show in folder
        </Button>
      </section>
    );
  }
  if (left === null) return null;
  return (
    <section className="last-restore" aria-label="Last restore">
      <p role="status">{sayUndone(left)}</p>
      <ShortList paths={left.map(displayName)} />
      <Button className="quiet-button" aria-label="Close" onPress={() => setLeft(null)}>
        <X size={16} aria-hidden />
      </Button>
    </section>
  );
}
