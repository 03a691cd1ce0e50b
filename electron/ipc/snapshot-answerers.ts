import { app, dialog } from 'electron/main';
import { homedir } from 'node:os';
import { backupHistory } from '../../main/domain/backup-history.js';
import { runsTo } from '../../main/domain/last-backup.js';
import { isReadable } from '../../main/domain/plug-match.js';
import { remotePlace } from '../../main/domain/remote-place.js';
import { timesOf } from '../../main/domain/snapshot-times.js';
import { isGone } from '../../main/shared/removal.js';
import { failure, success } from '../../main/shared/result.js';
import type { Result } from '../../main/shared/result.js';
import type { Profile } from '../../main/shared/profile.js';
import type { RotationPolicy } from '../../main/shared/rotation-policy.js';
import { readOpenDisks } from '../../main/system/disk-facts.js';
import type { KnownProfile } from '../profiles/known-profiles.js';
import { NO_SUCH_PROFILE } from '../profiles/no-such-profile.js';
import type { Application } from '../application.js';
import type { SnapshotContract } from '../../main/shared/snapshot-requests.js';
import type { Desktop } from '../desktop/desktop.js';
import { askHelper } from '../helper/helper-client.js';
import { systemClock } from '../../main/system/clock.js';
import type { SettingsFile } from '../settings/settings-file.js';
import type { DragOut } from '../snapshots/drag-out.js';
import { followRemoval } from '../snapshots/follow-removal.js';
import { openCopy } from '../snapshots/open-copy.js';
import { previewRotation, type RotationCircumstances } from '../snapshots/rotation-preview.js';
import type { SnapshotDesk } from '../snapshots/snapshot-desk.js';
import { showSnapshot, snapshotRows } from '../snapshots/snapshot-service.js';
import type { Answerers } from './answer-questions.js';

export interface SnapshotAnswererPorts {
  readonly application: Application;
  readonly settings: SettingsFile;
  readonly desk: SnapshotDesk;
  readonly drag: DragOut;
  readonly desktop: Desktop;
}

/** What the window asks about snapshots, what is in them, and which of them stay. */
export function createSnapshotAnswerers({
  application,
  settings,
  desk,
  drag,
  desktop,
}: SnapshotAnswererPorts): Pick<Answerers, keyof SnapshotContract> {
  const withProfile = async <T>(
    profileId: string,
    answer: (known: KnownProfile) => Promise<Result<T>>,
  ): Promise<Result<T>> => {
    const known = application.profiles.find(profileId);
    if (known === null) return failure(NO_SUCH_PROFILE);
    return application.openedDisks.during(() => answer(known));
  };
  return {
    'disk:open': ({ profileId, passphrase }) => {
      const known = application.profiles.find(profileId);
      return known === null
        ? failure(NO_SUCH_PROFILE)
        : application.openedDisks.open(known.profile, passphrase);
    },
    'snapshots:list': ({ profileId }) =>
      withProfile(profileId, async (known) => {
        // Before: the snapshot of a run that ends meanwhile may be missing.
        const asOf = systemClock.now().getTime();
        const listed = await desk.list(known);
        if (listed.ok && (await isInSight(known.profile))) {
          application.log.noteSnapshots(known.profile, timesOf(listed.value), asOf);
        }
        return snapshotRows(known.profile, listed, circumstancesOf(known));
      }),
    'snapshots:history': ({ profileId }) =>
      withProfile(profileId, async (known) => {
        const { profile } = known;
        const { log } = application;
        const runs = runsTo(profile, log.entries);
        if (remotePlace(profile) !== null || !(await isInSight(profile))) {
          return success(backupHistory(log.snapshotsOf(profile)?.snapshots ?? [], runs));
        }
        const asOf = systemClock.now().getTime();
        const listed = await desk.list(known);
        if (!listed.ok) return listed;
        log.noteSnapshots(profile, timesOf(listed.value), asOf);
        return success(backupHistory(listed.value, runs));
      }),
    'snapshots:show': ({ profileId, snapshot }) =>
      withProfile(profileId, ({ profile }) => showSnapshot(profile, snapshot, desktop)),
    'snapshots:mark': (request) => desk.mark(request),
    'snapshots:remove': async (request) => {
      const removed = await desk.remove(request);
      const known = application.profiles.find(request.profileId);
      const removals = removed.ok ? removed.value : [];
      const gone = removals.filter(isGone).map(({ snapshot }) => snapshot);
      if (known !== null) await followRemoval(application.log, desk, known, gone);
      await application.readProfiles();
      return removed;
    },
    'snapshots:measure': (request) => desk.measure(request),
    'snapshots:compare': (request) => desk.compare(request),
    'snapshots:cancel': (kind) => {
      desk.cancel(kind);
      return success(null);
    },
    'snapshots:search': (request) => desk.search(request),
    'folder:read': (request) => desk.readFolder(request),
    'folder:describe': (request) => desk.describe(request),
    'file:versions': (request) => desk.versions(request),
    'file:preview': (request) => desk.preview(request),
    'file:open-copy': (request) => openCopy(desk, request, app.getPath('temp'), desktop),
    'drag:prepare': (request) => drag.prepare(request),
    'drag:start': () => drag.start(application.window.contents),
    'restore:preview': (request) => desk.previewRestore(request),
    'restore:choose-target': () => chooseTarget(application),
    'restore:start': (request) => desk.restore(request),
    'restore:cancel': () => {
      desk.restores.cancel();
      return success(null);
    },
    'restore:last': () => success(desk.restores.last),
    'restore:remains': (request) => desk.restoreRemains(request),
    'restore:settle': (request) => desk.settleRestore(request),
    'restore:undo': () => desk.restores.undo(),
    'restore:show': () => desk.restores.show(desktop),
    'rotation:preview': ({ profileId, policy }) =>
      withProfile(profileId, async (known) =>
        previewRotation(known.profile, await desk.list(known), policy, circumstancesOf(known)),
      ),
    'rotation:save': ({ profileId, policy }) =>
      saveRotation(application, settings, profileId, policy),
  };
}

/** For what root does, nobody's own rotate-backups.ini counts. */
function circumstancesOf({ needsRoot }: KnownProfile): RotationCircumstances {
  return { now: systemClock.now(), home: needsRoot ? null : homedir() };
}

async function chooseTarget({ window }: Application): Promise<Result<string | null>> {
  const parent = window.browserWindow;
  if (parent === null) return success(null);
  const { filePaths } = await dialog.showOpenDialog(parent, {
    title: 'Restore to another folder',
    buttonLabel: 'Restore here',
    properties: ['openDirectory', 'createDirectory'],
  });
  return success(filePaths[0] ?? null);
}

async function saveRotation(
  application: Application,
  settings: SettingsFile,
  profileId: string,
  rotation: RotationPolicy,
): Promise<Result<null>> {
  const known = application.profiles.find(profileId);
  if (known === null) return failure(NO_SUCH_PROFILE);
  const changed = { ...known.profile, rotation };
  const saved = known.needsRoot
    ? await askHelper('install-profile', profileId, changed)
    : settings.update((before) => ({
        ...before,
        profiles: before.profiles.map((profile) =>
          profile.id === profileId ? { ...profile, rotation } : profile,
        ),
      }));
  await application.readProfiles();
  return saved;
}

/** False: it is on a disk that is put away, where an empty place tells nothing of its snapshots. */
async function isInSight(profile: Profile): Promise<boolean> {
  return isReadable(profile, await readOpenDisks());
}
