import { link, mkdir, symlink, writeFile } from 'node:fs/promises';
import { ageTree } from './age-tree.js';

/** Names that a shell, rsync's output, a terminal or a parser could take for something else. */
export const ODD_NAMES: readonly string[] = [
  ...['-rf', '--delete', '--', '-', ' leading', 'trailing ', ' ', '~', '#', '%i %n %l', '*', '?'],
  ...['$(touch interpreted)', '`touch interpreted`', '; touch interpreted;', '| touch interpreted'],
  ...[
    '> interpreted',
    '&& touch interpreted',
    '$HOME',
    '[a-z]',
    '{a,b}',
    '!!',
    'a:b',
    'host::module',
  ],
  ...['new\nline', '\n', 'carriage\rreturn', 'tab\there', '\u001b[31mred\u001b[0m\u0007', '\u0001'],
  ...[
    '"',
    "'",
    '"quoted"',
    'back\\slash',
    'ends with a backslash\\',
    '\\#012',
    '\\#',
    '\\012',
    '\\n',
  ],
  ...['\u202egnp.exe', 'é', 'e\u0301', '☃', '😀', 'x'.repeat(255), 'é'.repeat(127)],
  ...['2026-11-21 19:36:28', 'latest', '.rsync-system-backup', 'destination.json', 'working'],
  ...['*deleting   0 x', '>f+++++++++  0 x', '.f...p..... x', 'sending incremental file list'],
  ...['file has vanished: "x"', 'Total transferred file size: 1 bytes', ' -> target', 'a -> b'],
];

/** Not UTF-8: what a disk from an old system holds. */
const INVALID: readonly Buffer[] = [
  Buffer.from([0xff, 0xfe]),
  Buffer.from([0x61, 0xc3]),
  Buffer.from([0xed, 0xa0, 0x80]),
  Buffer.from('Gr\u00fc\u00dfe', 'latin1'),
];

const ALL_NAMES: readonly Buffer[] = [...ODD_NAMES.map((name) => Buffer.from(name)), ...INVALID];

/** Each name as a file with a second name, as a directory with a file, and as a symbolic link and its target. */
export async function oddTree(path: string): Promise<void> {
  for (const kind of ['files', 'again', 'directories', 'links']) {
    await mkdir(`${path}/${kind}`, { recursive: true });
  }
  const inside = (kind: string, name: Buffer): Buffer =>
    Buffer.concat([Buffer.from(`${path}/${kind}/`), name]);
  for (const name of ALL_NAMES) {
    await writeFile(inside('files', name), name);
    await link(inside('files', name), inside('again', name));
    const directory = inside('directories', name);
    await mkdir(directory);
    await writeFile(Buffer.concat([directory, Buffer.from('/'), name]), name);
    await symlink(name, inside('links', name));
  }
  await ageTree(path);
}
