import type { UnknownDisk } from '../shared/profile-requests.js';
import { isMeant } from './block-device.js';
import type { BlockDevice } from './block-device.js';
import type { SizedDevice } from './disk-choices.js';
import type { DiskTables } from './plug-match.js';

/** Links that udev(7) makes for what is at USB (60-persistent-storage.rules); some enclosures have only the second. */
const USB_LINK = /^\/dev\/disk\/(?:by-id\/usb-|by-path\/.*-usb(?:v\d)?-)/;

/** Bytes. Smaller partitions are there to start computers from, or hold the program that came with the disk. */
const SMALLEST_PARTITION = 1e9;

/** They keep owners, permissions and links of files. */
const SUITED: ReadonlySet<string> = new Set(['ext4', 'ext3', 'ext2', 'btrfs', 'xfs']);

/** What of a disk that nobody has looked at yet may stand in a command for root. */
const UUID = /^[0-9a-f-]{8,64}$/i;

/** USB disks that are connected, and of which neither crypttab(5) nor fstab(5) says what to do with them. */
export function unknownDisks(
  tables: DiskTables,
  devices: readonly SizedDevice[],
): readonly UnknownDisk[] {
  const sources = [...tables.crypttab, ...tables.fstab].map(({ source }) => source);
  return devices.flatMap(({ device, size }) => {
    const isKnown = sources.some((source) => isMeant(device, source));
    const isTooSmall = size === 0 || (device.kind === 'partition' && size < SMALLEST_PARTITION);
    if (isKnown || isTooSmall || !isAtUsb(device) || isDivided(device, devices)) return [];
    const name = device.label ?? device.model ?? 'USB disk';
    return [{ name, size, ...whatIsMissing(device, tables) }];
  });
}

function isAtUsb({ links }: BlockDevice): boolean {
  return links.some((link) => USB_LINK.test(link));
}

/** What is on it is on its partitions. */
function isDivided({ kind, path }: BlockDevice, devices: readonly SizedDevice[]): boolean {
  return (
    kind === 'disk' &&
    devices.some(
      ({ device }) =>
        device.path.startsWith(path) && /^p?\d+$/.test(device.path.slice(path.length)),
    )
  );
}

type Missing = Pick<UnknownDisk, 'reason' | 'commands'>;

function whatIsMissing(device: BlockDevice, tables: DiskTables): Missing {
  const { content, uuid } = device;
  if (content === null) return { reason: 'empty', commands: [] };
  if (content !== 'crypto_LUKS' && !SUITED.has(content))
    return { reason: 'unsuited', commands: [] };
  const reason = content === 'crypto_LUKS' ? 'locked' : 'not-mounted';
  if (uuid === null || !UUID.test(uuid)) return { reason, commands: [] };
  const name = freeName(device.label ?? '', tables);
  return {
    reason,
    commands: content === 'crypto_LUKS' ? unlocking(name, uuid) : mounting(name, uuid),
  };
}

function unlocking(name: string, uuid: string): readonly string[] {
  return [
    `mkdir --parents /mnt/${name}`,
    `echo '${name} UUID=${uuid} none luks,noauto' >> /etc/crypttab`,
    `echo '/dev/mapper/${name} /mnt/${name} auto noauto,nosuid,nodev 0 0' >> /etc/fstab`,
    'systemctl daemon-reload',
  ];
}

function mounting(name: string, uuid: string): readonly string[] {
  return [
    `mkdir --parents /mnt/${name}`,
    `echo 'UUID=${uuid} /mnt/${name} auto noauto,nosuid,nodev 0 0' >> /etc/fstab`,
    'systemctl daemon-reload',
  ];
}

/** After its label, of which only what means nothing to a shell or to the tables is left; neither table has it yet. */
function freeName(label: string, { crypttab, fstab }: DiskTables): string {
  const plain = label.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  const wanted = plain.replace(/^-+|-+$/g, '').slice(0, 32) || 'backups';
  const taken = new Set([
    ...crypttab.map(({ target }) => target),
    ...fstab.map(({ mountPoint }) => mountPoint.replace(/^\/mnt\//, '')),
  ]);
  const names = [wanted, ...Array.from(taken, (_, index) => `${wanted}-${String(index + 2)}`)];
  return names.find((name) => !taken.has(name)) ?? wanted;
}
