import type { AppView } from '../../main/shared/app-view.js';
import { success } from '../../main/shared/result.js';
import type { Notices } from '../notifications/notices.js';
import type { KnownProfiles } from '../profiles/known-profiles.js';
import type { RunService } from '../runs/run-service.js';
import type { MainWindow } from '../windows/main-window.js';
import type { DiskService } from './disk-service.js';
import { OpenedDisks } from './opened-disks.js';

export interface DisksToLookAtPorts {
  readonly now: () => number;
  readonly view: () => AppView;
  readonly window: MainWindow;
  readonly profiles: KnownProfiles;
  readonly runs: RunService;
  readonly disks: DiskService;
  readonly notices: Notices;
}

/** OpenedDisks, joined to the rest of the application. */
export function disksToLookAt(ports: DisksToLookAtPorts): OpenedDisks {
  const { now, view, window, profiles, runs, disks, notices } = ports;
  return new OpenedDisks({
    now,
    windowOpen: () => window.browserWindow !== null,
    backingUp: () => {
      if (runs.state.kind !== 'running') return null;
      return profiles.find(runs.state.run.profileId)?.profile ?? null;
    },
    onChange: () => disks.refresh(),
    onPutAway: (profileId, result) => {
      if (result.ok && result.value.safeToUnplug !== true) return;
      // Whoever has pulled it knows.
      if (!result.ok && result.failure.code === 'disk-gone') return;
      const profile = view().profiles.find(({ id }) => id === profileId);
      notices.locked(profile, result.ok ? success(null) : result);
    },
  });
}
