import type { WorkContext } from './work-context.js';
import type { WorkContract, WorkVerb } from './work-contract.js';
import { describe, previewOf, readFolderOf } from './work-folders.js';
import { finish, previewRestoreOf, recover, restore, undo } from './work-restore.js';
import { compare, list, mark, measure, remove, searchNames, versions } from './work-snapshots.js';

type Workers = {
  readonly [V in WorkVerb]: (
    request: WorkContract[V]['request'],
    context: WorkContext,
  ) => Promise<WorkContract[V]['answer']>;
};

export const WORK: Workers = {
  list,
  readFolder: readFolderOf,
  describe,
  versions,
  preview: previewOf,
  compare,
  measure,
  search: searchNames,
  mark,
  remove,
  previewRestore: previewRestoreOf,
  restore,
  undoRestore: undo,
  recoverRestores: recover,
  finishRestore: finish,
};
