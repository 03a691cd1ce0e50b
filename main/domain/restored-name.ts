import { characterAt } from '../shared/utf8.js';

/** NAME_MAX of Linux, in bytes. */
const LONGEST_NAME = 255;

const DOT = 0x2e;

/**
 * The name under which something restored finds its place beside what is there: `letter (2026-11-21 19.36).odt`.
 *
 * @param isDirectory what follows a dot in a directory's name is no ending
 * @param snapshot name of the snapshot, `YYYY-MM-DD HH:MM:SS`
 * @param attempt 1 at first; more: the name before is taken too
 */
export function nameBeside(
  name: Uint8Array,
  isDirectory: boolean,
  snapshot: string,
  attempt: number,
): Uint8Array {
  const dot = isDirectory ? -1 : name.lastIndexOf(DOT);
  // A dot at the start hides a file, and a long ending is none.
  const hasEnding = dot > 0 && name.length - dot <= LONGEST_ENDING;
  const stem = hasEnding ? name.subarray(0, dot) : name;
  const ending = hasEnding ? name.subarray(dot) : new Uint8Array();
  const suffix = asciiBytes(suffixOf(snapshot, attempt));
  const room = LONGEST_NAME - suffix.length - ending.length;
  return Uint8Array.from([...shortened(stem, room), ...suffix, ...ending]);
}

/** Bytes, with the dot. */
const LONGEST_ENDING = 16;

function suffixOf(snapshot: string, attempt: number): string {
  // A colon is no character for a name on the disks that people carry about.
  const minute = /^(.*\d\d):(\d\d):\d\d$/.exec(snapshot);
  const time = minute === null ? snapshot : `${minute[1] ?? ''}.${minute[2] ?? ''}`;
  return attempt === 1 ? ` (${time})` : ` (${time}, ${String(attempt)})`;
}

function asciiBytes(text: string): readonly number[] {
  return Array.from(text, (character) => character.charCodeAt(0));
}

/** No character is cut in two. */
function shortened(bytes: Uint8Array, room: number): Uint8Array {
  if (bytes.length <= room) return bytes;
  let end = 0;
  for (;;) {
    const next = end + (characterAt(bytes, end)?.length ?? 1);
    if (next > room) return bytes.subarray(0, end);
    end = next;
  }
}
