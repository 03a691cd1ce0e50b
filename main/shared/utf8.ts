/** A character read from bytes, and how many of them it takes. */
export interface EncodedCharacter {
  readonly character: string;
  readonly length: number;
}

/** RFC 3629, section 3: what a first byte announces; the smallest code point refuses overlong forms. */
const LEADS = [
  { mask: 0b1000_0000, mark: 0b0000_0000, length: 1, smallest: 0x0 },
  { mask: 0b1110_0000, mark: 0b1100_0000, length: 2, smallest: 0x80 },
  { mask: 0b1111_0000, mark: 0b1110_0000, length: 3, smallest: 0x800 },
  { mask: 0b1111_1000, mark: 0b1111_0000, length: 4, smallest: 0x10000 },
] as const;

const REPLACEMENT_CHARACTER = 0xfffd;

/**
 * The character that starts at `at`; null where the bytes there are no UTF-8.
 *
 * Written out because this layer knows neither Node nor the DOM, and a TextDecoder tells nobody
 * which byte it could not read.
 */
export function characterAt(bytes: Uint8Array, at: number): EncodedCharacter | null {
  const first = bytes[at] ?? 0xff;
  const lead = LEADS.find(({ mask, mark }) => (first & mask) === mark);
  if (lead === undefined) {
    return null;
  }
  let codePoint = first & ~lead.mask;
  for (let next = at + 1; next < at + lead.length; next += 1) {
    const byte = bytes[next] ?? 0;
    if ((byte & 0b1100_0000) !== 0b1000_0000) {
      return null;
    }
    codePoint = (codePoint << 6) | (byte & 0b0011_1111);
  }
  return codePoint >= lead.smallest && isScalarValue(codePoint)
    ? { character: String.fromCodePoint(codePoint), length: lead.length }
    : null;
}

/** The text that the bytes encode; null where they are no UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | null {
  const characters: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const read = characterAt(bytes, at);
    if (read === null) {
      return null;
    }
    characters.push(read.character);
    at += read.length;
  }
  return characters.join('');
}

/** The bytes of a character; those of U+FFFD for half of a surrogate pair. */
export function encodeCharacter(character: string): readonly number[] {
  const given = character.codePointAt(0) ?? REPLACEMENT_CHARACTER;
  const codePoint = isScalarValue(given) ? given : REPLACEMENT_CHARACTER;
  const lead = LEADS.findLast(({ smallest }) => codePoint >= smallest) ?? LEADS[0];
  return Array.from({ length: lead.length }, (_, index) => {
    const bits = codePoint >> (6 * (lead.length - 1 - index));
    return index === 0 ? lead.mark | bits : 0b1000_0000 | (bits & 0b0011_1111);
  });
}

function isScalarValue(codePoint: number): boolean {
  return codePoint <= 0x10ffff && (codePoint < 0xd800 || codePoint > 0xdfff);
}
