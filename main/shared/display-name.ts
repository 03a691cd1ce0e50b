import { characterAt, encodeCharacter } from './utf8.js';

/** rsync(1), --8-bit-output: a byte as a backslash, a hash and three octal digits. */
const ESCAPE = /^\\#([0-3][0-7]{2})/;

/** A name that reads the same in all three forms, as nearly all do. */
const PLAIN_NAME = /^[ -[\]-~]*$/;

/** What moves a cursor, breaks a line or turns text around, and so could pretend to be something else. */
const UNSAFE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;

const BACKSLASH = 0x5c;
const HASH = 0x23;
const TAB = 0x09;

/**
 * A name from rsync's output, as a person reads it: UTF-8 is decoded, and everything that is no
 * UTF-8 or would not show as itself stays escaped. Safe on a terminal, in a log and in a window.
 */
export function displayName(escaped: string): string {
  if (PLAIN_NAME.test(escaped)) {
    return escaped;
  }
  const bytes = unescapeName(escaped);
  const shown: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const read = startsLikeEscape(bytes, at) ? null : characterAt(bytes, at);
    if (read === null || UNSAFE.test(read.character)) {
      shown.push(escapeByte(bytes[at] ?? 0));
      at += 1;
    } else {
      shown.push(read.character);
      at += read.length;
    }
  }
  return shown.join('');
}

/** The exact bytes of a name from rsync's output. */
export function unescapeName(escaped: string): Uint8Array {
  const bytes: number[] = [];
  for (let at = 0; at < escaped.length;) {
    const octal = escaped[at] === '\\' ? ESCAPE.exec(escaped.slice(at, at + 5))?.[1] : undefined;
    if (octal === undefined) {
      const character = String.fromCodePoint(escaped.codePointAt(at) ?? 0);
      bytes.push(...encodeCharacter(character));
      at += character.length;
    } else {
      bytes.push(Number.parseInt(octal, 8));
      at += 5;
    }
  }
  return Uint8Array.from(bytes);
}

/**
 * A name as rsync prints it under LC_ALL=C: ASCII stays, with the tab and the delete character
 * that rsync lets through (one built without iconv escapes the latter), and all else is escaped.
 */
export function escapeName(bytes: Uint8Array): string {
  // Nearly all names, and there may be a million of them.
  const plain = String.fromCharCode(...bytes);
  if (PLAIN_NAME.test(plain)) return plain;
  return Array.from(bytes, (byte, at) =>
    isPrinted(byte) && !startsLikeEscape(bytes, at) ? String.fromCharCode(byte) : escapeByte(byte),
  ).join('');
}

/** As escapeName, of bytes that are one character each. */
export function escapeLatin1(bytes: string): string {
  if (PLAIN_NAME.test(bytes)) return bytes;
  return escapeName(Uint8Array.from(bytes, (character) => character.charCodeAt(0)));
}

/** A backslash that belongs to the name, where it could be taken for an escape: rsync escapes it. */
function startsLikeEscape(bytes: Uint8Array, at: number): boolean {
  return (
    bytes[at] === BACKSLASH &&
    bytes[at + 1] === HASH &&
    at + 4 < bytes.length &&
    bytes.subarray(at + 2, at + 5).every((byte) => byte >= 0x30 && byte <= 0x39)
  );
}

function isPrinted(byte: number): boolean {
  return byte === TAB || (byte >= 0x20 && byte <= 0x7f);
}

function escapeByte(byte: number): string {
  return `\\#${byte.toString(8).padStart(3, '0')}`;
}
