import { RotateCcw } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import type { Failure } from '../../main/shared/result.js';
import { FailureNotice } from '../failure-notice.js';
import { pathsOf, restorable, sayItems, type Target } from './target.js';

export interface FolderProblemProps {
  readonly failure: Failure;
  /** null: root would see no more. */
  readonly onAdministrator: (() => void) | null;
}

/** Why the folder is not shown. */
export function FolderProblem({ failure, onAdministrator }: FolderProblemProps): ReactNode {
  return (
    <>
      <FailureNotice failure={failure} />
      {failure.code === 'no-permission' && onAdministrator !== null && (
        <div className="buttons folder-problem">
          <Button className="button" onPress={onAdministrator}>
            Look as administrator
          </Button>
        </div>
      )}
    </>
  );
}

export interface SeveralProps {
  readonly target: Target;
  readonly onRestore: () => void;
}

/** Beside the folder, when not exactly one thing is chosen. */
export function Several({ target, onRestore }: SeveralProps): ReactNode {
  if (target.length === 0) {
    return (
      <section className="item-panel" aria-label="Chosen item">
        <p className="quiet">
          Choose a file or folder to see its versions. <kbd>[</kbd> goes to an older one,{' '}
          <kbd>]</kbd> to a newer one.
        </p>
      </section>
    );
  }
  return (
    <section className="item-panel" aria-label="Chosen items">
      <h2>{sayItems(pathsOf(target))}</h2>
      {restorable(target).length > 0 && (
        <div className="buttons">
          <Button className="primary-button" onPress={onRestore}>
            <RotateCcw size={16} aria-hidden />
            Restore…
          </Button>
        </div>
      )}
    </section>
  );
}
