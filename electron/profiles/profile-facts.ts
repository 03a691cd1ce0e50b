import type { ProfileFacts } from '../../main/domain/app-view.js';
import { runsTo } from '../../main/domain/last-backup.js';
import { clockSetBackAt } from '../../main/domain/profile-history.js';
import { diskSpace } from '../../main/domain/space-forecast.js';
import type { Automation } from '../automation/automation.js';
import type { DiskService } from '../disks/disk-service.js';
import type { RunLogFile } from '../runs/run-log-file.js';
import type { KnownProfile, KnownProfiles } from './known-profiles.js';

export interface ProfileFactsPorts {
  readonly profiles: KnownProfiles;
  readonly log: RunLogFile;
  readonly disks: DiskService;
  readonly automation: Automation;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** All that the application knows around a profile. */
export function profileFacts(
  known: KnownProfile,
  { profiles, log, disks, automation, now }: ProfileFactsPorts,
): ProfileFacts {
  const { profile } = known;
  return {
    ...known,
    lastBackup: profiles.lastBackup(profile, log, now),
    clockSetBackAt: clockSetBackAt(log.entries),
    lastRun: runsTo(profile, log.entries).at(-1) ?? null,
    disk: disks.view(known),
    answer: automation.answerOf(known),
    decision: automation.decisionOf(profile.id),
    space: diskSpace(log.spacesOf(profile.id)),
  };
}
