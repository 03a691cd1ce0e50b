import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import type { RestoreProgress } from '../../main/shared/snapshot-requests.js';
import { saySize } from '../../main/shared/say-size.js';
import { backup } from '../backup-bridge.js';

/** How far a restore is, and a way to stop it. */
export function Restoring(): ReactNode {
  const [progress, setProgress] = useState<RestoreProgress | null>(null);
  useEffect(() => backup.listen('restore:progress', setProgress), []);
  const share = progress === null || progress.of === 0 ? null : progress.bytes / progress.of;
  return (
    <>
      <div
        className="bar"
        role="progressbar"
        aria-label="Restoring"
        aria-valuemin={0}
        aria-valuemax={100}
        {...(share === null ? {} : { 'aria-valuenow': Math.round(share * 100) })}
      >
        {share === null ? (
          <div className="bar-unknown" />
        ) : (
          <div className="bar-filled" style={{ inlineSize: `${String(share * 100)}%` }} />
        )}
      </div>
      <p role="status">
        {progress === null
          ? 'Restoring …'
          : `${saySize(progress.bytes)} of ${saySize(progress.of)}`}
      </p>
      <div className="buttons sheet-buttons">
        <Button
          className="button"
          autoFocus
          onPress={() => void backup.ask('restore:cancel', null)}
        >
          Cancel
        </Button>
      </div>
    </>
  );
}
