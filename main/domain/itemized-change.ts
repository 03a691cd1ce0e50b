/**
 * One line of rsync's output in OUT_FORMAT: rsync(1), --itemize-changes.
 *
 * `YXcstpoguax`: Y says what is done (`<` `>` transferred, `c` created, `h` hard-linked, `.` attributes only,
 * `*` a message), X the kind (`f` file, `d` directory, `L` symbolic link, `D` device, `S` fifo or socket), then what
 * differs: checksum, size, time, permissions, owner, group, access time, ACL, extended attributes.
 */
export interface ItemizedChange {
  readonly action: 'created' | 'changed' | 'deleted';
  readonly kind: 'file' | 'directory' | 'symlink' | 'device' | 'special';
  /** True: the contents stay, and what differs is applied to the existing inode. */
  readonly attributesOnly: boolean;
  /** True: the contents of the file are copied. */
  readonly transferred: boolean;
  /** As rsync escapes it (display-name.ts), without the slash at the end of a directory. */
  readonly name: string;
  /** Bytes; 0 for what was deleted. */
  readonly size: number;
  /** Hexadecimal checksum of a transferred file, null where rsync did not compute one. */
  readonly checksum: string | null;
}

const LINE = /^(?:(\*deleting)|([<>ch.])([fdLDS])(\S{9}))\s+(?:([0-9a-f]{16,})\s+)?(\d+) (.+)$/;

const KINDS = { f: 'file', d: 'directory', L: 'symlink', D: 'device', S: 'special' } as const;

/** null: the line is something else. */
export function parseItemizedChange(line: string): ItemizedChange | null {
  const match = LINE.exec(line);
  if (match === null) return null;
  const [, deleting, action = '', kind = 'f', flags = '', checksum, size, rawName = ''] = match;
  const isDirectory = rawName.endsWith('/');
  const name = isDirectory ? rawName.slice(0, -1) : rawName;
  if (deleting !== undefined) {
    return {
      action: 'deleted',
      kind: isDirectory ? 'directory' : 'file',
      attributesOnly: false,
      transferred: false,
      name,
      size: 0,
      checksum: null,
    };
  }
  return {
    action: flags.startsWith('+') ? 'created' : 'changed',
    kind: KINDS[kind as keyof typeof KINDS],
    attributesOnly: isAttributesOnly(action, kind, flags),
    transferred: kind === 'f' && (action === '>' || action === '<'),
    name,
    size: Number(size),
    checksum: checksum === undefined || /^0+$/.test(checksum) ? null : checksum,
  };
}

/** A change of contents makes a new inode; only what leaves the contents alone is applied in place. */
function isAttributesOnly(action: string, kind: string, flags: string): boolean {
  if (kind === 'd' || (action !== '.' && action !== 'h')) return false;
  const contents = flags.slice(0, kind === 'f' ? 3 : 2);
  return /^\.+$/.test(contents) && /[tpoguax]/.test(flags);
}

/** The time of a directory moves with each change inside it and is no change of its own. */
export function isDirectoryTimeOnly(line: string): boolean {
  return line.startsWith('.d..t...... ');
}
