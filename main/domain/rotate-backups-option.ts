import type { IoniceClass } from '../shared/ionice-class.js';
import { FREQUENCIES, type RotationScheme } from '../shared/rotation-policy.js';
import { parseRetentionCount } from './retention-count.js';

/** What a section of rotate-backups' configuration says; what it does not say is missing. */
export interface IniSettings {
  readonly scheme: RotationScheme;
  readonly strict?: boolean;
  readonly preferRecent?: boolean;
  /** Shell patterns; where there are any, only snapshots that match one are rotated. */
  readonly includeList?: readonly string[];
  /** Shell patterns; snapshots that match one are not rotated. */
  readonly excludeList?: readonly string[];
  readonly ionice?: IoniceClass;
}

type OptionReader = (value: string) => Partial<IniSettings> | null;

const READERS = new Map<string, OptionReader>([
  ...FREQUENCIES.map((frequency): [string, OptionReader] => [
    frequency,
    (value) => {
      const count = parseRetentionCount(value);
      return count === null ? null : { scheme: { [frequency]: count } };
    },
  ]),
  ['strict', (value) => booleanSetting('strict', value)],
  ['prefer-recent', (value) => booleanSetting('preferRecent', value)],
  ['include-list', (value) => ({ includeList: commaSeparated(value) })],
  ['exclude-list', (value) => ({ excludeList: commaSeparated(value) })],
  ['ionice', ioniceSetting],
]);

/**
 * Reads one option of a section; null where its value makes no sense.
 *
 * Options that only concern rotate-backups itself (`use-sudo`, `ssh-user`, `removal-command`,
 * `timestamp-pattern`) and unknown ones say nothing.
 */
export function readOption(name: string, value: string): Partial<IniSettings> | null {
  const reader = READERS.get(name);
  return reader === undefined ? {} : reader(value);
}

function booleanSetting(
  name: 'strict' | 'preferRecent',
  value: string,
): Partial<IniSettings> | null {
  switch (value.trim().toLowerCase()) {
    case '1':
    case 'yes':
    case 'true':
    case 'on':
      return { [name]: true };
    case '0':
    case 'no':
    case 'false':
    case 'off':
    case '':
      return { [name]: false };
    default:
      return null;
  }
}

function ioniceSetting(value: string): Partial<IniSettings> | null {
  const name = value.trim().toLowerCase();
  if (name === '') {
    return {};
  }
  return name === 'idle' || name === 'best-effort' || name === 'realtime' ? { ionice: name } : null;
}

function commaSeparated(value: string): readonly string[] {
  return value
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);
}
