import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { BlockDevice } from '../../main/domain/block-device.js';
import { afterNews } from '../../main/domain/udev-devices.js';
import type { DeviceNews, KnownDevices } from '../../main/domain/udev-devices.js';
import { splitUdevRecords } from '../../main/domain/udev-record.js';

const NOTHING: KnownDevices = new Map();
const STICK: BlockDevice = {
  path: '/dev/sda',
  links: [],
  kind: 'disk',
  sequence: '5',
  content: 'crypto_LUKS',
  uuid: '0b6a',
  label: null,
  partitionUuid: null,
  partitionLabel: null,
  model: null,
  serial: null,
};
const EMPTY_READER: BlockDevice = { ...STICK, content: null, uuid: null };
const OTHER_STICK: BlockDevice = { ...STICK, sequence: '6', uuid: '77cd' };

describe('a disk', () => {
  it.each<[string, readonly DeviceNews[], readonly string[]]>([
    ['is told of when it is plugged in', [listed(), told(STICK)], ['add sda 0b6a']],
    ['is told of when it was there already', [listed(STICK)], ['initial add sda 0b6a']],
    ['is told of once', [listed(), told(STICK, STICK), told(STICK)], ['add sda 0b6a']],
    [
      'that was told of is not told of again when the list is read',
      [listed(), told(STICK), listed(STICK)],
      ['add sda 0b6a'],
    ],
    [
      'that came and went while nobody listened is told of',
      [listed(STICK), listed(), listed(OTHER_STICK)],
      ['initial add sda 0b6a', 'initial remove sda 0b6a', 'initial add sda 77cd'],
    ],
    [
      'that took the place of another while nobody listened is told of as another',
      [listed(STICK), listed(OTHER_STICK)],
      ['initial add sda 0b6a', 'initial remove sda 0b6a', 'initial add sda 77cd'],
    ],
    [
      'is told of again when it is plugged in again',
      [listed(), told(STICK), gone(STICK), told(STICK)],
      ['add sda 0b6a', 'remove sda 0b6a', 'add sda 0b6a'],
    ],
    [
      'is told of again even when both records come at once',
      [listed(STICK), { kind: 'told', records: [record(STICK, true), record(OTHER_STICK)] }],
      ['initial add sda 0b6a', 'remove sda 0b6a', 'add sda 77cd'],
    ],
    [
      'that was plugged in and out in a moment is not told of',
      [listed(), { kind: 'told', records: [record(STICK), record(STICK, true)] }],
      [],
    ],
    [
      'in a reader is told of when its content becomes known',
      [listed(EMPTY_READER), told(EMPTY_READER, STICK)],
      ['initial add sda null', 'change sda 0b6a'],
    ],
    [
      'that is taken out of its reader has gone',
      [listed(STICK), told(EMPTY_READER), told(EMPTY_READER), told(STICK)],
      ['initial add sda 0b6a', 'remove sda 0b6a', 'change sda 0b6a'],
    ],
    [
      'that is formatted anew is told of',
      [listed(STICK), told({ ...STICK, uuid: '4711' })],
      ['initial add sda 0b6a', 'change sda 4711'],
    ],
    ['that nobody has seen cannot go', [listed(), gone(STICK)], []],
    [
      'is no concern of what is told about others',
      [listed(), { kind: 'told', records: [{ kind: 'other' }, { kind: 'listening' }] }],
      [],
    ],
  ])('%s', (_what, news, expected) => {
    expect(eventsOf(news)).toEqual(expected);
  });

  it('is told of once each time in a recorded storm', () => {
    const recording = new URL('../fixtures/udev/usb-disks.monitor.txt', import.meta.url);
    const { records } = splitUdevRecords(readFileSync(recording, 'utf8'));
    const oneByOne = records.map((each): DeviceNews => ({ kind: 'told', records: [each] }));
    expect(eventsOf(oneByOne)).toEqual([
      'add sda df569994-8f51-4bb9-a9b7-18d1341e82ae',
      'add sdb null',
      'add sdb2 081ff976-a3cc-4314-abbc-e2e4ad673e70',
      'add sdb1 cf7b5f53-9b48-4f3a-a9a4-3c9a41555ba9',
      'add sdc 58e95199-6d87-4302-8ad3-ae40ec928477',
      'add sdd 2eaa82d4-62c9-40ea-babe-d2a4d57055a9',
      'remove sda df569994-8f51-4bb9-a9b7-18d1341e82ae',
    ]);
  });
});

function eventsOf(news: readonly DeviceNews[]): readonly string[] {
  let known = NOTHING;
  return news.flatMap((each) => {
    const next = afterNews(known, each);
    known = next.known;
    return next.events.map(({ action, device, initial }) => {
      const name = device.path.replace('/dev/', '');
      return `${initial ? 'initial ' : ''}${action} ${name} ${String(device.uuid)}`;
    });
  });
}

function listed(...devices: readonly BlockDevice[]): DeviceNews {
  return { kind: 'listed', devices };
}

function told(...devices: readonly BlockDevice[]): DeviceNews {
  return { kind: 'told', records: devices.map((device) => record(device)) };
}

function gone(device: BlockDevice): DeviceNews {
  return { kind: 'told', records: [record(device, true)] };
}

function record(device: BlockDevice, isGone = false) {
  return { kind: 'disk', gone: isGone, device } as const;
}
