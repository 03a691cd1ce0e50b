import type { BlockDevice } from './block-device.js';
import { decodeUtf8 } from '../shared/utf8.js';

/** What udev(7) keeps of a device, or tells with an event, by name. */
export type UdevProperties = ReadonlyMap<string, string>;

/** Beside each property, `udevadm info` prints lines that say the same in other words. */
const DATABASE_LINE = /^E: /;

/** Not disks that a person plugs in: unlocked or assembled from others, memory, optical discs, floppies. */
const OTHER_DEVICES = /^\/dev\/(?:dm-|zram|ram|sr|fd)\d/;

/** Escapes in a row are bytes of the same characters. */
const ESCAPES = /(?:\\x[0-9a-f]{2})+/gi;

/** The disks and partitions in what `udevadm info --export-db` prints. */
export function parseUdevDatabase(text: string): readonly BlockDevice[] {
  return text.split('\n\n').flatMap((record) => {
    const lines = record.split('\n').filter((line) => DATABASE_LINE.test(line));
    const properties = readUdevProperties(lines.map((line) => line.replace(DATABASE_LINE, '')));
    const device = properties.get('SUBSYSTEM') === 'block' ? blockDevice(properties) : null;
    return device === null ? [] : [device];
  });
}

/** @param lines `NAME=value` each; others are left out */
export function readUdevProperties(lines: readonly string[]): UdevProperties {
  return new Map(
    lines.flatMap((line) => {
      const [, name, value] = /^([^=]+)=(.*)$/s.exec(line) ?? [];
      return name === undefined || value === undefined ? [] : [[name, value] as const];
    }),
  );
}

/** null: it is neither a disk nor a partition of one. */
export function blockDevice(properties: UdevProperties): BlockDevice | null {
  const path = properties.get('DEVNAME');
  const kind = properties.get('DEVTYPE');
  if (path === undefined || (kind !== 'disk' && kind !== 'partition')) return null;
  if (OTHER_DEVICES.test(path) || properties.get('ID_CDROM') === '1') return null;
  const value = (name: string): string | null => properties.get(name) ?? null;
  return {
    path,
    // Their escapes are part of the names.
    links: (value('DEVLINKS') ?? '').split(' ').filter((link) => link !== ''),
    kind,
    sequence: value('DISKSEQ'),
    content: value('ID_FS_TYPE'),
    uuid: exact(properties, 'ID_FS_UUID'),
    label: exact(properties, 'ID_FS_LABEL'),
    partitionUuid: value('ID_PART_ENTRY_UUID'),
    partitionLabel: unescaped(value('ID_PART_ENTRY_NAME')),
    model: exact(properties, 'ID_MODEL')?.trim() ?? null,
    serial: value('ID_SERIAL_SHORT'),
  };
}

/** What udev has changed to be safe in a shell, it also keeps as it was, escaped. */
function exact(properties: UdevProperties, name: string): string | null {
  return unescaped(properties.get(`${name}_ENC`) ?? properties.get(name) ?? null);
}

/** Escapes that do not stand for UTF-8 text stay as they are. */
function unescaped(value: string | null): string | null {
  return (
    value?.replace(ESCAPES, (escapes) => {
      const digits = escapes.slice(2).split(/\\x/i);
      return decodeUtf8(Uint8Array.from(digits, (byte) => Number.parseInt(byte, 16))) ?? escapes;
    }) ?? null
  );
}
