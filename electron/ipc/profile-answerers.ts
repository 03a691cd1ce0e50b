import { dialog } from 'electron/main';
import type { OpenDialogOptions } from 'electron/main';
import { diskChoices } from '../../main/domain/disk-choices.js';
import { unknownDisks } from '../../main/domain/unknown-disks.js';
import type { ProfileContract } from '../../main/shared/profile-requests.js';
import { success } from '../../main/shared/result.js';
import { readDiskTables } from '../../main/system/disk-facts.js';
import { measureExcludes } from '../../main/system/measure-excludes.js';
import { listSizedDevices } from '../../main/system/sized-devices.js';
import type { Application } from '../application.js';
import { logProblem } from '../log.js';
import type { DryRun } from '../profiles/dry-run.js';
import type { ProfileEditor } from '../profiles/profile-editor.js';
import type { Answerers } from './answer-questions.js';

/** Milliseconds. A person who waits for a number waits no longer. */
const LONGEST_MEASURE = 30_000;

const A_FOLDER: OpenDialogOptions = { properties: ['openDirectory', 'createDirectory'] };

export interface ProfileAnswererPorts {
  readonly application: Application;
  readonly editor: ProfileEditor;
  readonly dryRun: DryRun;
}

/** What the application answers to the editor of profiles. */
export function profileAnswerers({
  application,
  editor,
  dryRun,
}: ProfileAnswererPorts): Pick<Answerers, keyof ProfileContract> {
  return {
    'profile:new': ({ copyOf }) => editor.create(copyOf),
    'profile:read': ({ profileId }) => editor.read(profileId),
    'profile:check': (draft) => success(editor.check(draft)),
    'profile:test': (draft) => dryRun.test(editor.asSaved(draft)),
    'profile:stop-test': () => {
      dryRun.stop();
      return success(null);
    },
    'profile:save': async (draft) => {
      const saved = await editor.save(draft);
      await application.readProfiles();
      return saved;
    },
    'profile:remove': async ({ profileId }) => {
      const removed = await editor.remove(profileId);
      await application.readProfiles();
      return removed;
    },
    'disk:choices': async () => {
      const [tables, connected] = [await readDiskTables(), await devices()];
      const choices = diskChoices(tables, connected);
      return success({ choices, unknown: unknownDisks(tables, connected) });
    },
    'networks:read': () => success(application.networks.names ?? null),
    'folder:choose': async () => {
      const parent = application.window.browserWindow;
      const { filePaths } = await (parent === null
        ? dialog.showOpenDialog(A_FOLDER)
        : dialog.showOpenDialog(parent, A_FOLDER));
      return success(filePaths[0] ?? null);
    },
    'excludes:measure': async ({ source }) =>
      success(await measureExcludes(source, AbortSignal.timeout(LONGEST_MEASURE))),
  };
}

/** None where udev does not tell: the names in the tables are offered all the same. */
async function devices() {
  try {
    return await listSizedDevices();
  } catch (error) {
    logProblem('the sizes of disks are not known', error);
    return [];
  }
}
