import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeUtf8, encodeCharacter } from '../../main/shared/utf8.js';

describe('decodeUtf8', () => {
  it('reads and refuses what the system does', () => {
    const systems = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    const anyBytes = fc.oneof(
      fc.uint8Array(),
      fc.string({ unit: 'binary' }).map((text) => new Uint8Array(Buffer.from(text))),
      fc.uint8Array({ min: 0xc0, max: 0xff, minLength: 1, maxLength: 1 }),
      fc
        .tuple(fc.integer({ min: 0xc0, max: 0xff }), fc.uint8Array({ min: 0x80, max: 0xbf }))
        .map(([first, rest]) => Uint8Array.from([first, ...rest])),
    );
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        expect(decodeUtf8(bytes)).toBe(orNull(() => systems.decode(bytes)));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('encodeCharacter', () => {
  it('writes what the system writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0x10ffff }), (codePoint) => {
        const character = String.fromCodePoint(codePoint);
        expect(encodeCharacter(character)).toEqual([...Buffer.from(character)]);
      }),
      { numRuns: 2000 },
    );
  });
});

function orNull(read: () => string): string | null {
  try {
    return read();
  } catch {
    return null;
  }
}
