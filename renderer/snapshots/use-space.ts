import { useState } from 'react';
import type { Result } from '../../main/shared/result.js';
import type { SnapshotSpace } from '../../main/shared/snapshot-content.js';
import { useAnswer } from './use-answer.js';
import { useCalledOff } from './use-work-progress.js';

export interface SpaceAnswer {
  /** null: it is being added up. */
  readonly result: Result<SnapshotSpace> | null;
  /** null: root would know no more. */
  readonly onAdministrator: (() => void) | null;
}

/** What snapshots take, and what would be free without them. Whoever looks away stops the addition. */
export function useSpace(
  { id, needsRoot }: { readonly id: string; readonly needsRoot: boolean },
  snapshots: readonly string[],
): SpaceAnswer {
  const [asAdministrator, setAsAdministrator] = useState(false);
  const { result, stale } = useAnswer('snapshots:measure', {
    ...{ profileId: id, snapshots, asAdministrator },
  });
  useCalledOff('measure', snapshots.join('/'));
  const isClosed = result?.ok === false && result.failure.code === 'no-permission';
  return {
    result: stale ? null : result,
    onAdministrator:
      isClosed && needsRoot && !asAdministrator ? () => setAsAdministrator(true) : null,
  };
}
