import { HardDrive, LockKeyhole, Unplug } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import type { DiskView } from '../../main/shared/app-view.js';
import { sayDiskState, sayLock } from '../../main/shared/say-disk.js';
import { FailureNotice } from '../failure-notice.js';
import { useRequest } from '../use-request.js';

export interface DiskLineProps {
  readonly profileId: string;
  readonly disk: DiskView;
  /** True: a run is going on, which closes the disk itself. */
  readonly busy: boolean;
}

/** The disk of a backup: whether it is there, and a way to have it closed. */
export function DiskLine({ profileId, disk, busy }: DiskLineProps): ReactNode {
  const lock = useRequest('disk:lock');
  const LockIcon = disk.encrypted ? LockKeyhole : Unplug;
  return (
    <>
      <section className="disk" aria-label={`Disk ${disk.name}`}>
        <HardDrive className="quiet" size={16} aria-hidden />
        <p role="status">
          <span className="disk-name">{disk.name}</span>{' '}
          <span className="quiet">{sayDiskState(disk)}</span>
        </p>
        {disk.lockable && !busy && (
          <Button
            className="quiet-button"
            aria-label={`${sayLock(disk)} ${disk.name}`}
            isDisabled={lock.pending}
            onPress={() => lock.send({ profileId })}
          >
            <LockIcon size={16} aria-hidden />
            {sayLock(disk)}
          </Button>
        )}
      </section>
      {lock.failure !== null && <FailureNotice failure={lock.failure} />}
    </>
  );
}
