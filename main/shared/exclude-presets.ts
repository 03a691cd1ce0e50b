/** What many people do not want in their backups. */
export interface ExcludePreset {
  readonly id: string;
  readonly label: string;
  /** rsync(1), FILTER RULES, of which only `*` stands for something else; with a slash at the end: directories. */
  readonly patterns: readonly string[];
}

export const EXCLUDE_PRESETS: readonly ExcludePreset[] = [
  { id: 'caches', label: 'Caches', patterns: ['.cache/', '.thumbnails/'] },
  // The second is on disks that a person may take along: https://specifications.freedesktop.org/trash-spec/1.0/
  { id: 'trash', label: 'Trash', patterns: ['.local/share/Trash/', '.Trash-*/'] },
  {
    id: 'machines',
    label: 'Virtual machines and disk images',
    patterns: ['*.qcow2', '*.vdi', '*.vmdk', '*.iso'],
  },
  {
    id: 'packages',
    label: 'Packages that programmers download (node_modules, .venv)',
    patterns: ['node_modules/', '.venv/'],
  },
];

/** True: everything that the preset leaves out is left out. */
export function isChosen(preset: ExcludePreset, excludes: readonly string[]): boolean {
  return preset.patterns.every((pattern) => excludes.includes(pattern));
}

/** The excludes with or without those of a preset; all others stay. */
export function withPreset(
  excludes: readonly string[],
  preset: ExcludePreset,
  chosen: boolean,
): readonly string[] {
  const others = excludes.filter((pattern) => !preset.patterns.includes(pattern));
  return chosen ? [...others, ...preset.patterns] : others;
}

/** The preset that leaves a file out; null: none does. */
export function presetOf(path: string): ExcludePreset | null {
  return MATCHERS.find(({ expression }) => expression.test(path))?.preset ?? null;
}

const MATCHERS = EXCLUDE_PRESETS.map((preset) => ({
  preset,
  expression: new RegExp(preset.patterns.map(expressionOf).join('|')),
}));

/** Of the path of a file. A pattern matches at any depth. */
function expressionOf(pattern: string): string {
  const inside = pattern.replaceAll('.', String.raw`\.`).replaceAll('*', '[^/]*');
  return `(?:^|/)${inside}${pattern.endsWith('/') ? '' : '$'}`;
}
