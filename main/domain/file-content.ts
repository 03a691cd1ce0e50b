const NUL = 0;

/** The first bytes of images that a browser decodes by itself, and that cannot hold scripts. */
const SIGNATURES: readonly { readonly type: string; readonly at: number; readonly text: string }[] =
  [
    { type: 'image/png', at: 0, text: '\u0089PNG\r\n\u001a\n' },
    { type: 'image/jpeg', at: 0, text: '\u00ff\u00d8\u00ff' },
    { type: 'image/gif', at: 0, text: 'GIF8' },
    { type: 'image/webp', at: 8, text: 'WEBP' },
    { type: 'image/bmp', at: 0, text: 'BM' },
    { type: 'image/avif', at: 4, text: 'ftypavif' },
  ];

/** What kind of image begins like this, whatever it is called; null: none that is shown. */
export function imageType(beginning: Uint8Array): string | null {
  return SIGNATURES.find(({ at, text }) => hasText(beginning, at, text))?.type ?? null;
}

/** True: a PDF document, whatever it is called. */
export function isPdf(beginning: Uint8Array): boolean {
  return hasText(beginning, 0, '%PDF-');
}

function hasText(bytes: Uint8Array, at: number, text: string): boolean {
  return Array.from(text).every(
    (character, index) => bytes[at + index] === character.charCodeAt(0),
  );
}

/** True: it has no zeros, and few bytes that no text has. */
export function isText(beginning: Uint8Array): boolean {
  let odd = 0;
  for (const byte of beginning) {
    if (byte === NUL) return false;
    if (byte < 0x20 && !TEXT_CONTROLS.has(byte)) odd += 1;
  }
  return odd * 100 <= beginning.length;
}

/** Tab, line feed, form feed, carriage return, escape. */
const TEXT_CONTROLS: ReadonlySet<number> = new Set([0x09, 0x0a, 0x0c, 0x0d, 0x1b]);
