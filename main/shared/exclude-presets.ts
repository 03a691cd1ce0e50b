/** What many people do not want in their backups. */
export interface ExcludePreset {
  readonly id: string;
  readonly label: string;
  /** Names of directories that are left out wherever they are. */
  readonly directories: readonly string[];
  /** Endings of names of files that are left out. */
  readonly endings: readonly string[];
}

export const EXCLUDE_PRESETS: readonly ExcludePreset[] = [
  { id: 'caches', label: 'Caches', directories: ['.cache', '.thumbnails'], endings: [] },
  { id: 'trash', label: 'Trash', directories: ['Trash', '.Trash-1000'], endings: [] },
  {
    id: 'machines',
    label: 'Virtual machines and disk images',
    directories: [],
    endings: ['.qcow2', '.vdi', '.vmdk', '.iso'],
  },
  {
    id: 'packages',
    label: 'Packages that programmers download (node_modules, .venv)',
    directories: ['node_modules', '.venv'],
    endings: [],
  },
];

/** rsync(1), FILTER RULES: without a slash inside a pattern is for every directory. */
function patternsOf({ directories, endings }: ExcludePreset): readonly string[] {
  return [...directories.map((name) => `${name}/`), ...endings.map((ending) => `*${ending}`)];
}

/** True: everything that the preset leaves out is left out. */
export function isChosen(preset: ExcludePreset, excludes: readonly string[]): boolean {
  return patternsOf(preset).every((pattern) => excludes.includes(pattern));
}

/** The excludes with or without those of a preset; all others stay. */
export function withPreset(
  excludes: readonly string[],
  preset: ExcludePreset,
  chosen: boolean,
): readonly string[] {
  const patterns = patternsOf(preset);
  const others = excludes.filter((pattern) => !patterns.includes(pattern));
  return chosen ? [...others, ...patterns] : others;
}

/** The preset that leaves a file out; null: none does. */
export function presetOf(path: string): ExcludePreset | null {
  const names = path.split('/');
  return (
    EXCLUDE_PRESETS.find(
      ({ directories, endings }) =>
        names.slice(0, -1).some((name) => directories.includes(name)) ||
        endings.some((ending) => path.endsWith(ending)),
    ) ?? null
  );
}
