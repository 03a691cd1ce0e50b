import { CircleCheck, FolderOpen, Undo2 } from 'lucide-react';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { displayName } from '../../main/shared/display-name.js';
import type { RestoreReport } from '../../main/shared/snapshot-requests.js';
import { FailureNotice } from '../failure-notice.js';
import { useRequest } from '../use-request.js';
import { ShortList } from './short-list.js';

export interface RestoreDoneProps {
  readonly report: RestoreReport;
  readonly onClose: () => void;
}

/** What was restored, and a way back. */
export function RestoreDone({ report, onClose }: RestoreDoneProps): ReactNode {
  const [left, setLeft] = useState<readonly string[] | null>(null);
  const undo = useRequest('restore:undo');
  const show = useRequest('restore:show');
  const failure = undo.failure ?? show.failure;
  return (
    <>
      <div className="done" role="status">
        <CircleCheck className="safe" size={20} aria-hidden />
        <p>{left === null ? sayRestored(report) : sayUndone(left)}</p>
      </div>
      {left === null && (
        <ShortList paths={report.restored.map(displayName)} count={report.restoredCount} />
      )}
      {left !== null && <ShortList paths={left.map(displayName)} />}
      {report.keptCount > 0 && left === null && (
        <p className="quiet">{sayKept(report.keptCount)}</p>
      )}
      {failure !== null && <FailureNotice failure={failure} />}
      <div className="buttons sheet-buttons">
        {report.undoable && left === null && (
          <Button
            className="button"
            isDisabled={undo.pending}
            onPress={() => undo.send(null, setLeft)}
          >
            <Undo2 size={16} aria-hidden />
            Undo
          </Button>
        )}
        {left === null && report.restored.length > 0 && (
          <Button className="button" onPress={() => show.send(null)}>
            <FolderOpen size={16} aria-hidden />
            Show in folder
          </Button>
        )}
        <Button className="primary-button" autoFocus onPress={onClose}>
          Done
        </Button>
      </div>
    </>
  );
}

function sayRestored({ restoredCount }: RestoreReport): string {
  if (restoredCount === 0) return 'Nothing had to be restored.';
  return restoredCount === 1
    ? 'It is back.'
    : `They are back, ${restoredCount.toLocaleString('en')} in all.`;
}

function sayKept(count: number): string {
  return count === 1
    ? '1 file that differs stayed as it is.'
    : `${count.toLocaleString('en')} files that differ stayed as they are.`;
}

export function sayUndone(left: readonly string[]): string {
  if (left.length === 0) return 'Everything is as it was before.';
  return 'This was changed since it was restored, so it stayed. What it had replaced lies beside it.';
}
