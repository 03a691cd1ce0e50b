import { ageNotice, ageNotification, isKnown } from '../../main/domain/age-notification.js';
import { isTriedAgain } from '../../main/domain/due.js';
import { lockNotification } from '../../main/domain/lock-notification.js';
import { profileHistory } from '../../main/domain/profile-history.js';
import { runNotification } from '../../main/domain/run-notification.js';
import type { AppView, ProfileView } from '../../main/shared/app-view.js';
import { FIRST_PLACE } from '../../main/shared/place.js';
import type { Result } from '../../main/shared/result.js';
import type { RunState } from '../../main/shared/run-state.js';
import type { Choices } from '../choices/choices.js';
import { logProblem } from '../log.js';
import type { RunLogFile } from '../runs/run-log-file.js';
import type { Notifier } from './notifier.js';

export interface NoticesPorts {
  readonly notifier: Notifier;
  readonly log: RunLogFile;
  readonly now: () => Date;
  readonly windowInSight: () => boolean;
}

/** Decides of what the person is told, each thing once. */
export class Notices {
  readonly #ports: NoticesPorts;

  constructor(ports: NoticesPorts) {
    this.#ports = ports;
  }

  /** @param view of after the change */
  runChanged(before: RunState, after: RunState, view: AppView): void {
    const profileId = after.kind === 'running' ? after.run.profileId : after.last?.profileId;
    if (profileId === undefined) return;
    const { log, now, windowInSight, notifier } = this.#ports;
    const profile = view.profiles.find(({ id }) => id === profileId);
    const text = runNotification(before, after, {
      profileId,
      profileName: profile?.name ?? 'Backup',
      disk: profile?.disk ?? null,
      windowInSight: windowInSight(),
      triedAgain: isTriedAgain(profileHistory(log.entries, profileId), now().getTime()),
    });
    if (text !== null) notifier.show(text);
  }

  locked(profile: ProfileView | undefined, locked: Result<null>): void {
    if (profile?.disk) this.#ports.notifier.show(lockNotification(profile, profile.disk, locked));
  }

  /** Tells of backups that have become old, once each time they do. */
  tellAges(view: AppView): void {
    const { notifier, log, now } = this.#ports;
    for (const profile of view.profiles) {
      // It may be about to end that.
      if (view.run.kind === 'running' && view.run.run.profileId === profile.id) continue;
      const notice = ageNotice(profile);
      if (notice === null) {
        notifier.withdraw(`age of ${profile.id}`);
        continue;
      }
      if (isKnown(notice, log.ageNoticeOf(profile.id))) continue;
      log.noteAge(profile.id, { kind: notice.kind, since: notice.since });
      notifier.show(ageNotification(profile, view.profiles.length === 1, now(), view.locale));
    }
  }

  /** Tells once that there is no tray. */
  noTray(choices: Choices): void {
    if (choices.toldOfNoTray) return;
    const noted = choices.noteToldOfNoTray();
    if (!noted.ok) logProblem(noted.failure.title, noted.failure.detail);
    this.#ports.notifier.show({
      about: 'tray',
      title: 'System Backup',
      body: 'This desktop shows no tray icons. The program runs all the same: start it again to open its window.',
      urgency: 'normal',
      problem: false,
      actions: [{ kind: 'open', place: FIRST_PLACE }],
    });
  }
}
