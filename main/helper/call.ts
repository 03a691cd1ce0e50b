import { BackupError } from '../shared/backup-error.js';
import type { HelperVerb } from '../shared/helper-protocol.js';
import { InvalidField, readKeyOf } from '../shared/read-field.js';
import { readProfileId } from '../shared/parse-profile.js';

/** What the helper was called for. */
export interface HelperCall {
  readonly verb: HelperVerb;
  /** Of an installed profile; for `install-profile` and `test-profile`, of the one to be. */
  readonly id: string;
}

const VERBS: Readonly<Record<HelperVerb, true>> = {
  run: true,
  unlock: true,
  lock: true,
  list: true,
  browse: true,
  preview: true,
  versions: true,
  measure: true,
  compare: true,
  search: true,
  restore: true,
  'remove-snapshot': true,
  pin: true,
  'install-profile': true,
  'remove-profile': true,
  'test-profile': true,
};

/** @throws BackupError `invalid-call` */
export function parseCall(args: readonly string[]): HelperCall {
  const [verb, id] = args;
  try {
    if (args.length !== 2) throw new InvalidField('The helper takes exactly two arguments');
    const record = { verb, id };
    return { verb: readKeyOf(record, 'verb', VERBS), id: readProfileId(record, 'id') };
  } catch (error) {
    if (!(error instanceof InvalidField)) throw error;
    throw new BackupError({
      code: 'invalid-call',
      title: `${error.message}.`,
      advice: 'Call it as “pkexec rsync-system-backup-helper VERB PROFILE-ID”.',
      cause: error,
    });
  }
}
