import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import type { RestoreProgress } from '../../main/shared/work-progress.js';
import { saySize } from '../../main/shared/say-size.js';
import { backup } from '../backup-bridge.js';
import { ProgressBar } from './progress-bar.js';

/** How far a restore is, and a way to stop it. */
export function Restoring(): ReactNode {
  const [progress, setProgress] = useState<RestoreProgress | null>(null);
  useEffect(() => backup.listen('restore:progress', setProgress), []);
  const share = progress === null || progress.of === 0 ? null : progress.bytes / progress.of;
  return (
    <>
      <ProgressBar label="Restoring" share={share} />
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
