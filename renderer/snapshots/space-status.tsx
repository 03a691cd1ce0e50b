import { useState } from 'react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import type { ProfileView } from '../../main/shared/app-view.js';
import type { SnapshotSpace } from '../../main/shared/snapshot-content.js';
import { useAnswer } from './use-answer.js';
import { useCalledOff } from './use-work-progress.js';

export interface SpaceStatusProps {
  readonly profile: ProfileView;
  /** Names; at least one. */
  readonly snapshots: readonly string[];
  /** While nobody knows yet. */
  readonly adding: string;
  readonly say: (space: SnapshotSpace) => string;
  /** Before the reason. */
  readonly unknown: string;
}

/** What snapshots take, and what would be free without them. Whoever looks away stops the addition. */
export function SpaceStatus(props: SpaceStatusProps): ReactNode {
  const { profile, snapshots, adding, say, unknown } = props;
  const [asAdministrator, setAsAdministrator] = useState(false);
  const { result, stale } = useAnswer('snapshots:measure', {
    ...{ profileId: profile.id, snapshots, asAdministrator },
  });
  useCalledOff('measure', snapshots.join('/'));
  if (result === null || stale) return <p role="status">{adding}</p>;
  if (result.ok) return <p role="status">{say(result.value)}</p>;
  const isClosed = result.failure.code === 'no-permission';
  return (
    <>
      <p role="status">
        {unknown} {result.failure.title}
      </p>
      {isClosed && profile.needsRoot && !asAdministrator && (
        <div className="buttons">
          <Button className="button" onPress={() => setAsAdministrator(true)}>
            Add up as administrator
          </Button>
        </div>
      )}
    </>
  );
}
