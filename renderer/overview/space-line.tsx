import type { ReactNode } from 'react';
import type { DiskSpace } from '../../main/shared/disk-space.js';
import { saySpace } from '../../main/shared/say-space.js';
import { sayTime } from '../../main/shared/say-time.js';

export interface SpaceLineProps {
  readonly space: DiskSpace;
  readonly now: Date;
  readonly locale: string;
}

/** Beyond this share a disk is as good as full. */
const NEARLY_FULL = 0.9;

/** How full the disk is, and when it will be. */
export function SpaceLine({ space, now, locale }: SpaceLineProps): ReactNode {
  const share = space.total === 0 ? 0 : 1 - space.free / space.total;
  const seen = sayTime(new Date(space.at), now, locale);
  return (
    <div className="space" title={`As seen ${seen}`}>
      <div className="bar space-bar" aria-hidden>
        <div
          className={share > NEARLY_FULL ? 'bar-filled nearly-full' : 'bar-filled'}
          style={{ inlineSize: `${share * 100}%` }}
        />
      </div>
      <p className="quiet">{saySpace(space)}</p>
    </div>
  );
}
