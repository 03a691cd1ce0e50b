import { unescapeOctal } from './octal-escapes.js';
import { tableLines, type TableLine } from './table-lines.js';

/** A file system that this machine knows: one line of fstab(5). */
export interface FstabEntry {
  /** A path, a tag such as `UUID=…` (see device-source.ts), or what a network file system takes. */
  readonly source: string;
  /** `none` for swap. */
  readonly mountPoint: string;
  readonly type: string;
  readonly options: readonly string[];
  readonly dump: number;
  /** Order of checks by fsck(8); 0: not checked. */
  readonly pass: number;
  /** Where it stands in the file, counted from 1. */
  readonly line: number;
}

/** A comma between quotes is part of a value, such as `context="system_u:object_r:tmp_t:s0:c127,c456"`. */
const OPTIONS = /(?:"[^"]*"|[^,"])+/g;

/** Reads fstab(5). A line without a source and a mount point is no entry. */
export function parseFstab(text: string): readonly FstabEntry[] {
  return tableLines(text).flatMap(parseEntry);
}

function parseEntry({ fields, line }: TableLine): readonly FstabEntry[] {
  const [source, mountPoint, type = 'auto', options = 'defaults', dump = '0', pass = '0'] = fields;
  if (source === undefined || mountPoint === undefined) {
    return [];
  }
  return [
    {
      source: unescapeOctal(source),
      mountPoint: unescapeOctal(mountPoint),
      type: unescapeOctal(type),
      options: unescapeOctal(options).match(OPTIONS) ?? [],
      dump: wholeNumber(dump),
      pass: wholeNumber(pass),
      line,
    },
  ];
}

/** 0 for what is no number, a comment at the end of a line for example. */
function wholeNumber(field: string): number {
  return /^\d+$/.test(field) ? Number(field) : 0;
}
