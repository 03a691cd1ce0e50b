import { decodeUtf8 } from '../shared/utf8.js';

/** Escapes in a row are bytes of the same characters. */
const ESCAPES = /(?:\\[0-3][0-7]{2})+/g;

/**
 * Reads `\040` and the like, which stand for bytes that a field of fstab(5) or crypttab(5) cannot contain.
 * Escapes that do not stand for UTF-8 text stay as they are.
 */
export function unescapeOctal(field: string): string {
  return field.replace(ESCAPES, (escapes) => {
    const values = escapes.slice(1).split('\\');
    return decodeUtf8(Uint8Array.from(values, (digits) => Number.parseInt(digits, 8))) ?? escapes;
  });
}
