import { encodeCharacter } from '../shared/utf8.js';

/** How a table names a device. */
export interface DeviceSource {
  readonly kind: 'uuid' | 'partuuid' | 'label' | 'partlabel' | 'id' | 'path';
  readonly value: string;
}

/** fstab(5), THE FIRST FIELD. */
const TAG = /^(UUID|PARTUUID|LABEL|PARTLABEL|ID)=(.*)$/s;

const KINDS = {
  UUID: 'uuid',
  PARTUUID: 'partuuid',
  LABEL: 'label',
  PARTLABEL: 'partlabel',
  ID: 'id',
} as const;

/** Characters of ASCII that udev leaves as they are in the name of a link; it leaves all others of Unicode too. */
const PLAIN = /[A-Za-z0-9#+\-.:=@_]|[^\0-\u007f]/u;

/** Reads the source of a table's entry; the value of a tag may stand between quotes. */
export function parseDeviceSource(source: string): DeviceSource {
  const [, tag, value] = TAG.exec(source) ?? [];
  return tag === undefined || value === undefined
    ? { kind: 'path', value: source }
    : { kind: KINDS[tag as keyof typeof KINDS], value: withoutQuotes(value) };
}

/** The path of the device: for a tag the link below `/dev/disk` that udev(7) makes for it. */
export function deviceSourcePath(source: string): string {
  const { kind, value } = parseDeviceSource(source);
  return kind === 'path' ? value : `/dev/disk/by-${kind}/${linkName(value)}`;
}

function withoutQuotes(value: string): string {
  return /^(["'])(.*)\1$/s.exec(value)?.[2] ?? value;
}

function linkName(value: string): string {
  return Array.from(value, (character) =>
    PLAIN.test(character) ? character : encodeCharacter(character).map(hexEscape).join(''),
  ).join('');
}

function hexEscape(byte: number): string {
  return `\\x${byte.toString(16).padStart(2, '0')}`;
}
