import { clipboard } from 'electron/main';
import {
  DEMONSTRATION_ID,
  demonstrationPaths,
  demonstrationProfile,
} from '../../main/domain/demonstration.js';
import { failure, success } from '../../main/shared/result.js';
import type { Result } from '../../main/shared/result.js';
import { aboutAnswerers } from '../about/about-answerers.js';
import type { Application } from '../application.js';
import { profileAnswerers } from './profile-answerers.js';
import { writeDemonstration } from '../demonstration/write-demonstration.js';
import type { Desktop } from '../desktop/desktop.js';
import type { SettingsFile } from '../settings/settings-file.js';
import type { DragOut } from '../snapshots/drag-out.js';
import type { SnapshotDesk } from '../snapshots/snapshot-desk.js';
import type { DryRun } from '../profiles/dry-run.js';
import type { ProfileEditor } from '../profiles/profile-editor.js';
import type { Answerers } from './answer-questions.js';
import { createSnapshotAnswerers } from './snapshot-answerers.js';

export interface AnswererPorts {
  readonly application: Application;
  readonly editor: ProfileEditor;
  readonly dryRun: DryRun;
  readonly settings: SettingsFile;
  readonly desk: SnapshotDesk;
  readonly drag: DragOut;
  readonly desktop: Desktop;
  /** $XDG_DATA_HOME */
  readonly dataHome: string;
}

/** What the application answers to the window, channel by channel. */
export function createAnswerers(ports: AnswererPorts): Answerers {
  const { application, settings, desktop, dataHome } = ports;
  return {
    ...profileAnswerers(ports),
    'view:read': () => success(application.view()),
    'demonstration:create': () => createDemonstration(application, settings, dataHome),
    'run:start': ({ profileId }) => application.backUp(profileId),
    'run:cancel': () => {
      application.runs.cancel();
      return success(null);
    },
    'run:answer-passphrase': ({ passphrase }) => {
      application.runs.answer(passphrase);
      return success(null);
    },
    'disk:lock': ({ profileId }) => application.lockDisk(profileId),
    'automation:pause': ({ hours }) => application.pause(hours),
    'log:read': () => success([...application.log.entries].reverse()),
    'text:copy': async ({ text }) => {
      await clipboard.writeText(text);
      return success(null);
    },
    'settings:choose': (request) => {
      const chosen = application.choices.choose(request);
      application.refresh();
      return chosen;
    },
    ...aboutAnswerers(application, desktop),
    ...createSnapshotAnswerers(ports),
    'settings:reload': async () => {
      settings.reload();
      await application.readProfiles();
      return success(null);
    },
    'settings:show': () => {
      void desktop.showInFolder(settings.path);
      return success(null);
    },
  };
}

async function createDemonstration(
  application: Application,
  settings: SettingsFile,
  dataHome: string,
): Promise<Result<null>> {
  const paths = demonstrationPaths(dataHome);
  try {
    await writeDemonstration(paths);
  } catch (error) {
    return failure({
      code: 'demonstration-not-written',
      title: 'The sample folder could not be made.',
      advice: 'Make room in your home directory, or make it writable, then try again.',
      detail: String(error),
    });
  }
  const profile = demonstrationProfile(paths);
  const saved = settings.update((before) => ({
    ...before,
    profiles: [...before.profiles.filter(({ id }) => id !== DEMONSTRATION_ID), profile],
  }));
  await application.readProfiles();
  return saved;
}
