import { useState } from 'react';
import type { ReactNode } from 'react';
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import type {
  ConflictRule,
  RestorePart,
  RestorePreview,
} from '../../main/shared/helper-protocol.js';
import type { RestoreOrderRequest, RestoreReport } from '../../main/shared/snapshot-requests.js';
import type { Failure } from '../../main/shared/result.js';
import { backup } from '../backup-bridge.js';
import { FailureNotice } from '../failure-notice.js';
import { useRequest } from '../use-request.js';
import { displayName } from '../../main/shared/display-name.js';
import { parentOf } from './browsing.js';
import { Choices } from './choices.js';
import { RestoreDone } from './restore-done.js';
import { ConflictChoices, differsInAttributes, RestoreFound } from './restore-found.js';
import { Restoring } from './restoring.js';
import { pathsOf, sayItems } from './target.js';
import { useAnswer } from './use-answer.js';

export interface RestoreSheetProps {
  readonly profileId: string;
  /** At least one. */
  readonly parts: readonly RestorePart[];
  /** `Tuesday 14:05`; null: of several times, each as it was last. */
  readonly time: string | null;
  /** Where they were, as people read it. */
  readonly source: string;
  /** True: root may be asked to do it. */
  readonly mayAskAdministrator: boolean;
  readonly onClose: () => void;
}

/** Says what a restore would find and lets the person choose, before anything is written. */
export function RestoreSheet(props: RestoreSheetProps): ReactNode {
  const { parts, time, onClose } = props;
  const items = sayItems(pathsOf(parts));
  const from = time === null ? ', each as it was last' : ` from ${time}`;
  const restore = useRequest('restore:start');
  const [report, setReport] = useState<RestoreReport | null>(null);
  const start = (request: RestoreOrderRequest): void => {
    restore.send(request, setReport);
  };
  return (
    <ModalOverlay
      className="sheet-overlay"
      isOpen
      isDismissable={false}
      onOpenChange={(open) => {
        if (open) return;
        if (restore.pending) void backup.ask('restore:cancel', null);
        else onClose();
      }}
    >
      <Modal className="sheet restore-sheet">
        <Dialog>
          <Heading slot="title">
            {report === null ? `Restore ${items}${from}` : `${items}${from}`}
          </Heading>
          {report !== null ? (
            <RestoreDone report={report} onClose={onClose} />
          ) : (
            <RestoreChoice
              {...props}
              pending={restore.pending}
              failure={restore.failure}
              onStart={start}
            />
          )}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

interface RestoreChoiceProps extends RestoreSheetProps {
  readonly pending: boolean;
  readonly failure: Failure | null;
  readonly onStart: (request: RestoreOrderRequest) => void;
}

function RestoreChoice(props: RestoreChoiceProps): ReactNode {
  const { profileId, parts, source, pending, failure, onStart, onClose } = props;
  const paths = pathsOf(parts);
  const [target, setTarget] = useState<string | null>(null);
  const [chosen, setChosen] = useState<ConflictRule | null>(null);
  const choose = useRequest('restore:choose-target');
  const request = { profileId, parts, target, asAdministrator: false };
  const preview = useAnswer('restore:preview', { ...request, conflict: 'keep-both' });
  const found = preview.result?.ok === true && !preview.stale ? preview.result.value : null;
  const blocked = preview.result?.ok === false ? preview.result.failure : null;
  const asksRoot = [blocked?.code, failure?.code].some((code) => ASKS_ROOT.has(code ?? ''));
  // A copy beside it would have nothing else to say.
  const conflict = chosen ?? (differsInAttributes(found) ? 'replace' : 'keep-both');
  const order = { ...request, conflict };
  const asAdministrator = (found?.foreignOwners ?? 0) > 0 && props.mayAskAdministrator;
  const needsRoot = (asksRoot && props.mayAskAdministrator) || asAdministrator;
  const idle = !asksRoot && (blocked !== null || isPointless(found, conflict));
  // Nobody agrees to what they have not read.
  const isLooking = found === null && blocked === null;
  if (pending) return <Restoring />;
  return (
    <>
      <Choices
        label="To"
        value={target === null ? 'in-place' : 'elsewhere'}
        onChange={(value) => {
          if (value === 'in-place') setTarget(null);
          else choose.send(null, setTarget);
        }}
        options={[
          {
            value: 'in-place',
            text: (
              <>
                {paths.length === 1 ? 'where it was' : 'where they were'}:{' '}
                <bdi>{placeOf(source, paths)}</bdi>
              </>
            ),
          },
          {
            value: 'elsewhere',
            text: target === null ? 'another folder…' : `another folder: ${target}`,
          },
        ]}
      />
      {isLooking && <p role="status">Comparing with what is there now …</p>}
      {blocked !== null && <FailureNotice failure={blocked} />}
      {failure !== null && <FailureNotice failure={failure} />}
      {found !== null && (
        <RestoreFound {...{ found, conflict, asAdministrator }} onConflict={setChosen} />
      )}
      {needsRoot && !asAdministrator && (
        <>
          <p>What is there now is for the administrator to see.</p>
          <ConflictChoices conflict={conflict} onConflict={setChosen} />
        </>
      )}
      <div className="buttons sheet-buttons">
        {!idle && (
          <Button className="button" onPress={onClose}>
            Cancel
          </Button>
        )}
        {needsRoot ? (
          <Button
            className="primary-button"
            onPress={() => onStart({ ...order, asAdministrator: true })}
          >
            Restore as administrator
          </Button>
        ) : (
          // One button whatever it does: the focus stays on it.
          <Button
            className={isLooking ? 'primary-button waiting' : 'primary-button'}
            autoFocus
            onPress={() => {
              if (idle) onClose();
              else if (!isLooking) onStart(order);
            }}
          >
            {idle ? 'Close' : `Restore ${sayItems(paths)}`}
          </Button>
        )}
      </div>
    </>
  );
}

/** The folder that they come from; what is backed up, where they come from several. */
function placeOf(source: string, paths: readonly string[]): string {
  const parents = new Set(paths.map(parentOf));
  const [parent = ''] = parents;
  return parents.size === 1 && parent !== '' ? `${source}/${displayName(parent)}` : source;
}

/** What root could do all the same. */
const ASKS_ROOT: ReadonlySet<string> = new Set(['no-permission', 'restore-failed']);

function isPointless(found: RestorePreview | null, conflict: ConflictRule): boolean {
  if (found === null || found.missing > 0) return false;
  if (conflict === 'replace') return found.different === 0;
  return conflict === 'only-missing' || found.different === found.attributesOnly;
}
