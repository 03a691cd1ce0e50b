import { unescapeOctal } from './octal-escapes.js';
import { tableLines, type TableLine } from './table-lines.js';

/** An encrypted device that this machine knows: one line of crypttab(5). */
export interface CrypttabEntry {
  /** Name of the unlocked device below `/dev/mapper`. */
  readonly target: string;
  /** The locked device: a path or a tag such as `UUID=…`; see device-source.ts. */
  readonly source: string;
  /** null: the password is asked for. */
  readonly keyFile: string | null;
  readonly options: readonly string[];
  /** Where it stands in the file, counted from 1. */
  readonly line: number;
}

/** Reads crypttab(5). A line without a target and a source is no entry. */
export function parseCrypttab(text: string): readonly CrypttabEntry[] {
  return tableLines(text).flatMap(parseEntry);
}

function parseEntry({ fields, line }: TableLine): readonly CrypttabEntry[] {
  const [target, source, keyFile = 'none', options = 'none'] = fields;
  if (target === undefined || source === undefined) {
    return [];
  }
  return [
    {
      target: unescapeOctal(target),
      source: unescapeOctal(source),
      keyFile: isPlaceholder(keyFile) ? null : unescapeOctal(keyFile),
      // Separated before they are unescaped: \054 is a comma inside a value.
      options: isPlaceholder(options) ? [] : options.split(',').filter(Boolean).map(unescapeOctal),
      line,
    },
  ];
}

function isPlaceholder(field: string): boolean {
  return field === 'none' || field === '-';
}
