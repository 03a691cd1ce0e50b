import { unescapeName } from '../shared/display-name.js';

/**
 * rsync(1), for a dry run that copies everything to where nothing is: what is there is told, one line each, by OUT_FORMAT. No
 * directory is told because it leads to something, and nothing is complained of because it is not there. `--super`: devices
 * are told to everybody.
 */
export const LISTING_OPTIONS = [
  ...[
    '--dry-run',
    '--dirs',
    '--links',
    '--perms',
    '--times',
    '--owner',
    '--group',
    '--numeric-ids',
  ],
  ...['--devices', '--specials', '--super', '--no-implied-dirs', '--ignore-missing-args'],
  ...['--from0', '--files-from=-', '--out-format=%i %B %U %G %l %M %n//%L'],
] as const;

/** Something that a daemon has told of. */
export interface ListedLine {
  /** As find(1) calls it. Devices and what else is special are told apart only as `c` and `p`. */
  readonly kind: 'f' | 'd' | 'l' | 'c' | 'p';
  /** stat(2), st_mode without the kind. */
  readonly mode: number;
  readonly uid: string;
  readonly gid: string;
  readonly size: number;
  /** Seconds since the epoch. */
  readonly time: number;
  /** From the module, one character a byte; empty: the module itself. */
  readonly path: string;
  /** One character a byte; empty for everything but symbolic links. */
  readonly linkTarget: string;
}

/** No path has two slashes in a row, but for the one at the end of a directory's. */
const LINE =
  /^[>c.]([fdLDS])\S{9} ([-a-zA-Z]{9}) (\d+) (\d+) (\d+) (-?\d{4,})\/(\d\d)\/(\d\d)-(\d\d):(\d\d):(\d\d) (.+?)\/\/(.*)$/;

const KINDS = { f: 'f', d: 'd', L: 'l', D: 'c', S: 'p' } as const;

/**
 * A line of a listing. Names are escaped, so that nothing in one ends the line, and can be read in one way only.
 *
 * @param line printed under LC_ALL=C and TZ=UTC
 * @returns null: it is something else
 */
export function parseListedLine(line: string): ListedLine | null {
  const match = LINE.exec(line);
  if (match === null) return null;
  const [, code = '', permissions = '', uid = '', gid = '', size, ...rest] = match;
  const [year, month, day, hour, minute, second] = rest.slice(0, 6).map(Number);
  const [, , , , , , name = '', after = ''] = rest;
  const kind = KINDS[code as keyof typeof KINDS];
  const target = kind === 'l' && after.startsWith(ARROW) ? after.slice(ARROW.length) : '';
  return {
    ...{ kind, mode: modeOf(permissions), uid, gid, size: Number(size) },
    time:
      Date.UTC(year ?? 0, (month ?? 1) - 1, day ?? 1, hour ?? 0, minute ?? 0, second ?? 0) / 1000,
    path: name === '.' ? '' : exact(name),
    linkTarget: exact(target),
  };
}

const ARROW = ' -> ';

function exact(escaped: string): string {
  return Array.from(unescapeName(escaped), (byte) => String.fromCharCode(byte)).join('');
}

/** `rwxr-sr-x` */
function modeOf(permissions: string): number {
  let mode = 0;
  for (const [index, letter] of Array.from(permissions).entries()) {
    const bit = 0o400 >> index;
    if (letter !== '-' && letter !== 'S' && letter !== 'T') mode |= bit;
    // inode(7): set-user-ID, set-group-ID and the sticky bit show in the place of x.
    if (/[sStT]/.test(letter)) mode |= 0o4000 >> Math.floor(index / 3);
  }
  return mode;
}
