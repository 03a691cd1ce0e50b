import { deviceSourcePath } from './device-source.js';
import type { ProfileDisk } from './plug-match.js';

/**
 * udev(7) rules that keep desktops from mounting the disk of a profile, and from asking for its passphrase, when it is
 * plugged in: it is ours to open. The disk stays in sight, and a person may open it by hand; UDISKS_IGNORE would hide it,
 * and with it the way to restore without this program (udisks(8), DEVICE INFORMATION).
 *
 * @returns null: no desktop would do anything with it
 */
export function diskRules(id: string, disk: ProfileDisk | null): string | null {
  if (disk === null || disk.source === null || disk.permanent) return null;
  const locked = deviceSourcePath(disk.source);
  const devices = disk.encrypted ? [locked, `/dev/mapper/${disk.name}`] : [locked];
  return [
    `# The disk of the backup “${id}” of rsync-system-backup, which makes and removes this file.`,
    ...devices.flatMap(rules),
    '',
  ].join('\n');
}

function rules(device: string): readonly string[] {
  const name = pattern(device.replace(/^\/dev\//, ''));
  return ['KERNEL', 'SYMLINK'].map(
    (key) => `SUBSYSTEM=="block", ${key}=="${name}", ENV{UDISKS_AUTO}="0"`,
  );
}

/** What means something else in a rule, or is escaped in some versions of udev, matches anything. */
function pattern(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9./_:@+=#-]+/g, '*');
}
