import { assertNever } from '../shared/assert-never.js';
import type { Failure } from '../shared/result.js';
import type { SettingsProblem } from '../shared/settings.js';

const UNTOUCHED = 'The file is left as it is, and nothing is backed up until it can be used.';

/** Why the settings file cannot be used, and what to do about it. */
export function settingsFailure(problem: SettingsProblem, path: string): Failure {
  switch (problem.kind) {
    case 'newer':
      return {
        code: 'settings-newer',
        title: 'The settings were written by a newer version of this program.',
        advice: `${UNTOUCHED} Install the newer version, or move the file away to start afresh.`,
        detail: `${path}\nversion ${problem.version}`,
      };
    case 'invalid':
      return {
        code: 'settings-invalid',
        title: 'The settings cannot be understood.',
        advice: `${UNTOUCHED} Put a copy of it from a backup in its place, or move it away to start afresh.`,
        detail: `${path}\n${problem.problem}`,
      };
    case 'unreadable':
      return {
        code: 'settings-unreadable',
        title: 'The settings cannot be read.',
        advice: `${UNTOUCHED} Make the file readable for yourself, then read it again.`,
        detail: `${path}\n${problem.problem}`,
      };
    default:
      return assertNever(problem);
  }
}
