import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { displayName, escapeName, unescapeName } from '../../main/shared/display-name.js';

/** Random bytes, and bytes that often make escapes and UTF-8. */
const anyBytes = fc.oneof(
  fc.uint8Array(),
  fc
    .array(fc.constantFrom(0x5c, 0x23, 0x30, 0x31, 0x39, 0xc3, 0xa9, 0xe2, 0x80, 0xae, 0x09))
    .map((bytes) => Uint8Array.from(bytes)),
);

describe('displayName', () => {
  it.each([
    ['plain ASCII', 'report (final).txt', 'report (final).txt'],
    ['letters', 'caf\\#303\\#251', 'café'],
    ['other scripts', '\\#346\\#227\\#245\\#346\\#234\\#254', '日本'],
    ['characters beyond the first plane', '\\#360\\#237\\#246\\#212', '🦊'],
    ['a backslash', 'a\\b', 'a\\b'],
    ['a backslash and a hash', 'a\\#b', 'a\\#b'],
  ])('shows %s', (_, escaped, shown) => {
    expect(displayName(escaped)).toBe(shown);
  });

  it.each([
    ['a line break', 'a\\#012b'],
    ['an escape sequence', '\\#033[2J'],
    ['a C1 control', '\\#302\\#233'],
    ['a right-to-left override', '\\#342\\#200\\#256gpj.exe'],
    ['a directional isolate', '\\#342\\#201\\#246'],
    ['a line separator', '\\#342\\#200\\#250'],
    ['a byte of Latin-1', 'caf\\#351'],
    ['an overlong slash', '\\#300\\#257'],
    ['half of a surrogate pair', '\\#355\\#240\\#200'],
    ['a character that breaks off', '\\#346\\#227'],
    ['what only looks like an escape', '\\#134#303\\#134#251'],
  ])('leaves %s escaped', (_, escaped) => {
    expect(displayName(escaped)).toBe(escaped);
  });

  it('decodes what it can beside what it cannot', () => {
    expect(displayName('\\#303\\#251\\#303\\#012')).toBe('é\\#303\\#012');
  });

  it('escapes a tab, which rsync does not', () => {
    expect(displayName('a\tb')).toBe('a\\#011b');
  });

  it('holds nothing that a terminal acts on, whatever it is given', () => {
    fc.assert(
      fc.property(fc.oneof(anyBytes.map(escapeName), fc.string({ unit: 'binary' })), (escaped) => {
        expect(displayName(escaped)).not.toMatch(/[\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069]/u);
      }),
    );
  });

  it('still names the same bytes', () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        expect(unescapeName(displayName(escapeName(bytes)))).toEqual(bytes);
      }),
    );
  });
});

describe('escapeName', () => {
  it.each([
    ['a line break', [0x61, 0x0a], 'a\\#012'],
    ['UTF-8', [0xc3, 0xa9], '\\#303\\#251'],
    ['a tab', [0x09], '\t'],
    ['a backslash', [0x5c, 0x23, 0x31, 0x32], '\\#12'],
    ['a backslash that could be an escape', [0x5c, 0x23, 0x31, 0x32, 0x39], '\\#134#129'],
  ])('writes %s as rsync does', (_, bytes, escaped) => {
    expect(escapeName(Uint8Array.from(bytes))).toBe(escaped);
  });

  it('is read back by unescapeName', () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        expect(unescapeName(escapeName(bytes))).toEqual(bytes);
      }),
    );
  });
});

describe('unescapeName', () => {
  it('takes characters that are not escaped as UTF-8', () => {
    expect(unescapeName('é🦊')).toEqual(new Uint8Array(Buffer.from('é🦊')));
  });
});
