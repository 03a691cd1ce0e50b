import type { Profile } from '../shared/profile.js';
import { DEFAULT_REMOTE_CHOICES } from '../shared/remote-choices.js';
import { DEFAULT_ROTATION_POLICY } from '../shared/rotation-policy.js';

export const DEMONSTRATION_ID = 'demonstration';

/** Where the demonstration lives: the sample folder, and the directory that it is backed up to. */
export interface DemonstrationPaths {
  readonly sample: string;
  readonly destination: string;
}

/** `dataHome` is $XDG_DATA_HOME, or `~/.local/share` (XDG Base Directory Specification). */
export function demonstrationPaths(dataHome: string): DemonstrationPaths {
  const directory = `${dataHome}/rsync-system-backup/demonstration`;
  return { sample: `${directory}/sample`, destination: `${directory}/backup/latest` };
}

/** A backup that needs neither root nor a disk, so that everything can be tried within a minute. */
export function demonstrationProfile(paths: DemonstrationPaths): Profile {
  return {
    id: DEMONSTRATION_ID,
    name: 'Sample folder',
    source: paths.sample,
    destination: paths.destination,
    cryptoName: null,
    mountPoint: null,
    remote: DEFAULT_REMOTE_CHOICES,
    excludes: [],
    multiFs: false,
    rotation: DEFAULT_ROTATION_POLICY,
    // A person who presses the button twice wants to see two snapshots.
    skipUnchanged: false,
    destinationId: null,
  };
}

/** Something in the sample folder; `path` is relative to it. Directories come before what they hold. */
export type SampleEntry =
  | { readonly kind: 'directory'; readonly path: string }
  | {
      readonly kind: 'file';
      readonly path: string;
      readonly text: string;
      readonly executable: boolean;
    }
  | { readonly kind: 'link'; readonly path: string; readonly target: string };

export const SAMPLE_ENTRIES: readonly SampleEntry[] = [
  file(
    'Read me first.txt',
    `This folder is a sample. It was made so that you can try a backup without risk.

Change, add or delete files in it, then press “Back up now” again. Each backup adds
a snapshot: the whole folder as it was at that moment. Press “Show in folder” beside
a snapshot and you will find every file in it, ready to be copied back.

When you have seen enough, you can delete the folder "demonstration" that holds it.
`,
  ),
  directory('Documents'),
  file(
    'Documents/Letter to the landlord.txt',
    `Dear Mrs Okafor,

the heating in the kitchen has been cold since Monday evening. The valve does turn,
but the pipe before it stays cold as well. I am at home on Thursday from two o'clock
and on Friday all day.

With kind regards
Jonas Weber
`,
  ),
  file(
    'Documents/Bread.md',
    `# Bread

500 g flour, 350 g water, 10 g salt, 3 g dry yeast

1. Mix, and leave for half an hour.
2. Fold four times, once every half an hour.
3. Shape, and leave in the fridge overnight.
4. Bake at 240 °C: 25 minutes with a lid, 20 minutes without.
`,
  ),
  file(
    'Documents/Reading list.txt',
    `Middlemarch, George Eliot
The Periodic Table, Primo Levi
The Summer Book, Tove Jansson
Invisible Cities, Italo Calvino
`,
  ),
  directory('Documents/Household'),
  file(
    'Documents/Household/Expenses.csv',
    `date,what,amount
2026-01-02,groceries,48.20
2026-01-05,train ticket,32.00
2026-01-09,electricity,71.35
2026-01-14,groceries,39.90
2026-01-20,birthday present,25.00
`,
  ),
  file(
    'Documents/Household/Inventory.json',
    `{
  "bicycle": { "bought": "2019-04-13", "price": 649, "frame": "WBK 4471" },
  "washing machine": { "bought": "2021-11-02", "price": 479, "warranty": "2026-11-02" },
  "sewing machine": { "bought": "1987", "price": null, "note": "grandmother's" }
}
`,
  ),
  directory('Pictures'),
  file('Pictures/Sunrise.svg', drawing('#f6d7a7', '#e07a3f', '<circle cx="160" cy="120" r="44"/>')),
  file(
    'Pictures/Mountains.svg',
    drawing('#cfe3ee', '#4c6a7d', '<path d="M0 180 90 60l60 76 50-52 120 96z"/>'),
  ),
  file(
    'Pictures/Sailing boat.svg',
    drawing(
      '#d8eef0',
      '#22577a',
      '<path d="M160 30v100H84zM172 50v80h56zM70 142h180l-30 30H100z"/>',
    ),
  ),
  directory('Projects'),
  file(
    'Projects/count-words',
    `#!/bin/sh
# Counts the words of every text in Documents.
cd "$(dirname "$0")/../Documents" && wc -w ./*.txt
`,
    true,
  ),
  file(
    'Projects/Garden plan.md',
    `| bed   | spring   | summer   |
| ----- | -------- | -------- |
| north | spinach  | beans    |
| south | radishes | tomatoes |
| wall  | peas     | cucumber |
`,
  ),
  link('Latest expenses.csv', 'Documents/Household/Expenses.csv'),
];

function directory(path: string): SampleEntry {
  return { kind: 'directory', path };
}

function file(path: string, text: string, executable = false): SampleEntry {
  return { kind: 'file', path, text, executable };
}

function link(path: string, target: string): SampleEntry {
  return { kind: 'link', path, target };
}

function drawing(sky: string, ink: string, shape: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 180">
  <rect width="320" height="180" fill="${sky}"/>
  <g fill="${ink}">${shape}</g>
</svg>
`;
}
