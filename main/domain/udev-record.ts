import type { BlockDevice } from './block-device.js';
import { blockDevice, readUdevProperties } from './udev-properties.js';

/** What one record of `udevadm monitor --udev --property --subsystem-match=block` says. */
export type UdevRecord =
  /** The first: from now on nothing is missed. */
  | { readonly kind: 'listening' }
  | { readonly kind: 'disk'; readonly gone: boolean; readonly device: BlockDevice }
  /** About what is neither a disk nor a partition, such as an unlocked disk. */
  | { readonly kind: 'other' };

/** Cuts off the records that are complete. A record ends with an empty line. */
export function splitUdevRecords(text: string): {
  readonly records: readonly UdevRecord[];
  readonly rest: string;
} {
  const parts = text.split('\n\n');
  const rest = parts.pop() ?? '';
  return { records: parts.filter((part) => part.trim() !== '').map(parseUdevRecord), rest };
}

function parseUdevRecord(record: string): UdevRecord {
  const lines = record.split('\n');
  if (lines.some((line) => line.startsWith('UDEV - '))) return { kind: 'listening' };
  const properties = readUdevProperties(lines);
  const device = blockDevice(properties);
  if (device === null) return { kind: 'other' };
  return { kind: 'disk', gone: properties.get('ACTION') === 'remove', device };
}
