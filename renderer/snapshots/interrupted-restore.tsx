import { useState } from 'react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { displayName } from '../../main/shared/display-name.js';
import { FailureNotice } from '../failure-notice.js';
import { useRequest } from '../use-request.js';
import { sayUndone } from './restore-done.js';
import { ShortList } from './short-list.js';
import { Sheet } from './sheet.js';
import { useAnswer } from './use-answer.js';

/** Says what a restore has left whose application was killed; the person decides what becomes of what it had replaced. */
export function InterruptedRestore({ profileId }: { readonly profileId: string }): ReactNode {
  const { result } = useAnswer('restore:remains', { profileId });
  const settle = useRequest('restore:settle');
  const [left, setLeft] = useState<readonly string[] | null>(null);
  const [closed, setClosed] = useState(false);
  const close = (): void => setClosed(true);
  if (closed || result === null) return null;
  if (!result.ok) return <FailureNotice failure={result.failure} />;
  if (result.value === null) return null;
  const { takenBack, restored, kept, stuck } = result.value;
  return (
    <Sheet title="A restore was interrupted" onClose={close}>
      {takenBack.length > 0 && (
        <>
          <p>The program was ended while it restored this. Everything is as it was before.</p>
          <ShortList paths={takenBack} />
        </>
      )}
      {restored.length > 0 && left === null && (
        <>
          <p>This was restored, then the program was ended. What was replaced is still kept.</p>
          <ShortList paths={restored} />
        </>
      )}
      {stuck.length > 0 && (
        <>
          <p>
            This could neither be taken back nor removed. What is in it was there before; it is
            tried again at the next start.
          </p>
          <ShortList paths={stuck} />
        </>
      )}
      {left !== null && (
        <>
          <p role="status">{sayUndone(left)}</p>
          <ShortList paths={left.map(displayName)} />
        </>
      )}
      {settle.failure !== null && <FailureNotice failure={settle.failure} />}
      <div className="buttons sheet-buttons">
        {restored.length > 0 && left === null ? (
          <>
            <Button
              className="button"
              isDisabled={settle.pending}
              onPress={() => settle.send({ profileId, kept, undo: true }, setLeft)}
            >
              Undo
            </Button>
            <Button
              className="primary-button"
              autoFocus
              isDisabled={settle.pending}
              onPress={() => settle.send({ profileId, kept, undo: false }, close)}
            >
              Keep what was restored
            </Button>
          </>
        ) : (
          <Button
            className="primary-button"
            autoFocus
            onPress={() => settle.send({ profileId, kept: [], undo: false }, close)}
          >
            Done
          </Button>
        )}
      </div>
    </Sheet>
  );
}
