import { success, type Result } from '../shared/result.js';
import type { IoniceClass } from '../shared/ionice-class.js';
import type { RotationScheme } from '../shared/rotation-policy.js';
import { invalidLine, parseIni, type IniBlock } from './ini-file.js';
import { readOption, type IniSettings } from './rotate-backups-option.js';
import { matchesShellPattern } from './shell-pattern.js';

/** A section of rotate-backups' configuration: how the backups in one place are rotated. */
export interface IniSection extends IniSettings {
  /** A directory, a shell pattern for directories, or `host:directory`. `DEFAULT` stands for all. */
  readonly pattern: string;
}

/** What the configuration says about a directory. */
export interface IniPolicy {
  /** Empty: the configuration names no frequency, and the scheme of the caller stands. */
  readonly scheme: RotationScheme;
  readonly strict: boolean;
  readonly preferRecent: boolean;
  readonly includeList: readonly string[];
  readonly excludeList: readonly string[];
  readonly ionice: IoniceClass | null;
}

/** configparser: options of this section hold for all others. */
const DEFAULTS = 'DEFAULT';

/**
 * Reads a configuration file of rotate-backups.
 *
 * A failure has the code `invalid-configuration` and names the file and the line.
 *
 * @param file how to name the file in a failure
 */
export function parseRotateBackupsIni(text: string, file: string): Result<readonly IniSection[]> {
  const blocks = parseIni(text, file);
  if (!blocks.ok) {
    return blocks;
  }
  const sections: IniSection[] = [];
  for (const block of blocks.value) {
    const section = readSection(block, file);
    if (!section.ok) {
      return section;
    }
    sections.push(section.value);
  }
  return success(sections);
}

/**
 * What the configuration says about a local directory; null if nothing.
 *
 * Sections of one name are one section, in which later options override earlier ones. Of several
 * that match the first by name counts, as in rotate-backups. Unlike there, `strict = no` works.
 *
 * @param sections of all files, in the order `/etc`, `~`, `~/.config`
 * @param directory absolute path
 * @param home what `~` stands for at the start of a section's name; null: such sections match nothing
 */
export function policyForDirectory(
  sections: readonly IniSection[],
  directory: string,
  home: string | null = null,
): IniPolicy | null {
  const pattern = sections
    .map((section) => section.pattern)
    .sort()
    .find((name) => name !== DEFAULTS && matchesDirectory(name, directory, home));
  if (pattern === undefined) {
    return null;
  }
  const relevant = (name: string): readonly IniSection[] =>
    sections.filter((section) => section.pattern === name);
  const settings = [...relevant(DEFAULTS), ...relevant(pattern)].reduce(merge, NO_SETTINGS);
  return {
    scheme: settings.scheme,
    strict: settings.strict ?? true,
    preferRecent: settings.preferRecent ?? false,
    includeList: settings.includeList ?? [],
    excludeList: settings.excludeList ?? [],
    ionice: settings.ionice ?? null,
  };
}

/** True: the lists leave this snapshot alone; rotation neither counts nor removes it. */
export function isLeftAlone(
  name: string,
  { includeList, excludeList }: Pick<IniPolicy, 'includeList' | 'excludeList'>,
): boolean {
  const matches = (pattern: string): boolean => matchesShellPattern(name, pattern);
  return excludeList.some(matches) || (includeList.length > 0 && !includeList.some(matches));
}

const NO_SETTINGS: IniSettings = { scheme: {} };

function readSection(block: IniBlock, file: string): Result<IniSection> {
  let settings = NO_SETTINGS;
  for (const { name, value, line } of block.options) {
    const setting = readOption(name, value);
    if (setting === null) {
      return invalidLine(file, line, `“${value}” is no value for ${name}`, `${name} = ${value}`);
    }
    settings = merge(settings, setting);
  }
  return success({ pattern: block.name, ...settings });
}

function merge(earlier: IniSettings, later: Partial<IniSettings>): IniSettings {
  return { ...earlier, ...later, scheme: { ...earlier.scheme, ...later.scheme } };
}

function matchesDirectory(pattern: string, directory: string, home: string | null): boolean {
  // `host:directory` is another machine's, unless a slash comes first.
  if (/^[^/:]+:./.test(pattern)) {
    return false;
  }
  const path = home === null ? pattern : pattern.replace(/^~(?=\/|$)/, home);
  return path.includes('*')
    ? matchesShellPattern(normalized(directory), normalized(path))
    : path.startsWith('/') && normalized(path) === normalized(directory);
}

/** Without doubled or trailing slashes, `.` and `..`. */
function normalized(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') {
      parts.pop();
    } else if (part !== '' && part !== '.') {
      parts.push(part);
    }
  }
  return `/${parts.join('/')}`;
}
