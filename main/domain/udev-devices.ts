import { assertNever } from '../shared/assert-never.js';
import type { BlockDevice } from './block-device.js';
import type { UdevRecord } from './udev-record.js';

/** A disk or a partition has come or gone, or what is on it has become known. */
export interface DeviceEvent {
  readonly action: 'add' | 'change' | 'remove';
  readonly device: BlockDevice;
  /** True: found in the list that is read when listening begins; it may have been there for long. */
  readonly initial: boolean;
}

/** By path. */
export type KnownDevices = ReadonlyMap<string, BlockDevice>;

export type DeviceNews =
  | { readonly kind: 'listed'; readonly devices: readonly BlockDevice[] }
  | { readonly kind: 'told'; readonly records: readonly UdevRecord[] };

export interface KnownAndNew {
  readonly known: KnownDevices;
  readonly events: readonly DeviceEvent[];
}

/**
 * What is connected after some news, and what of it is worth telling.
 *
 * udev tells of a disk again and again: when partitions are searched for, when somebody who had opened it for writing
 * closes it, when unlocking begins. Only what makes it another disk or its content known is told on.
 */
export function afterNews(known: KnownDevices, news: DeviceNews): KnownAndNew {
  switch (news.kind) {
    case 'listed': {
      const listed = byPath(news.devices);
      const lost = [...known.keys()].filter((path) => !listed.has(path));
      return tell(known, new Map([...lost.map((path) => [path, null] as const), ...listed]), true);
    }
    case 'told':
      return tell(known, lastWords(news.records), false);
    default:
      return assertNever(news);
  }
}

function byPath(devices: readonly BlockDevice[]): KnownDevices {
  return new Map(devices.map((device) => [device.path, device]));
}

/** A storm of records about one device comes down to its last; null: it has gone. */
function lastWords(records: readonly UdevRecord[]): ReadonlyMap<string, BlockDevice | null> {
  return new Map(
    records.flatMap((record) =>
      record.kind === 'disk' ? [[record.device.path, record.gone ? null : record.device]] : [],
    ),
  );
}

function tell(
  before: KnownDevices,
  changes: ReadonlyMap<string, BlockDevice | null>,
  initial: boolean,
): KnownAndNew {
  const known = new Map(before);
  const events: DeviceEvent[] = [];
  for (const [path, device] of changes) {
    for (const event of difference(known.get(path) ?? null, device)) {
      events.push({ ...event, initial });
    }
    if (device === null) known.delete(path);
    else known.set(path, device);
  }
  return { known, events };
}

type Difference = readonly Omit<DeviceEvent, 'initial'>[];

function difference(before: BlockDevice | null, after: BlockDevice | null): Difference {
  if (after === null) return before === null ? [] : [{ action: 'remove', device: before }];
  if (before === null) return [{ action: 'add', device: after }];
  // Where a disk can be taken out of its reader, or a file be attached as a disk, the path stays.
  const gone: Difference = before.content === null ? [] : [{ action: 'remove', device: before }];
  if (after.content === null) return gone;
  if (before.sequence !== after.sequence) return [...gone, { action: 'add', device: after }];
  const same = before.content === after.content && before.uuid === after.uuid;
  return same ? [] : [{ action: 'change', device: after }];
}
