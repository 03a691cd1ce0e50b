/**
 * What dpkg-shlibdeps says of the runtime on Debian 12; a test compares. Later releases provide them by these names too: their
 * versions keep the same names with something else in the same place from being taken.
 */
const LIBRARIES = [
  'libasound2 (>= 1.0.17)',
  'libatk-bridge2.0-0 (>= 2.5.3)',
  'libatk1.0-0 (>= 2.32.0)',
  'libatspi2.0-0 (>= 2.9.90)',
  'libc6 (>= 2.34)',
  'libcairo2 (>= 1.6.0)',
  'libcups2 (>= 1.7.0)',
  'libdbus-1-3 (>= 1.9.14)',
  'libdrm2 (>= 2.4.75)',
  'libexpat1 (>= 2.1~beta3)',
  'libgbm1 (>= 17.1.0~rc2)',
  'libgcc-s1 (>= 4.2)',
  'libglib2.0-0 (>= 2.37.3)',
  'libgtk-3-0 (>= 3.9.10)',
  'libnspr4 (>= 2:4.9-2~)',
  'libnss3 (>= 2:3.30)',
  'libpango-1.0-0 (>= 1.14.0)',
  'libudev1 (>= 183)',
  'libx11-6 (>= 2:1.4.99.1)',
  'libxcb1 (>= 1.9.2)',
  'libxcomposite1 (>= 1:0.4.5)',
  'libxdamage1 (>= 1:1.1)',
  'libxext6',
  'libxfixes3',
  'libxkbcommon0 (>= 0.5.0)',
  'libxrandr2',
];

/** What our programs start. util-linux and coreutils are on every Debian. */
const PROGRAMS = ['mount', 'pkexec | policykit-1', 'rsync (>= 3.1)', 'udev'];

const RECOMMENDED = [
  // Encrypted disks: cryptdisks_start.
  'cryptsetup',
  // Notifications of the command line.
  'libnotify-bin',
  // “Show in folder”.
  'xdg-utils',
];

/** btrfs snapshots; rsync to other machines; the command line’s way to become root. */
const SUGGESTED = ['btrfs-progs', 'openssh-client', 'sudo'];

/** The text of DEBIAN/control. @param kibibytes of what is installed */
export function control({ packageVersion }, kibibytes) {
  return `Package: rsync-system-backup
Version: ${packageVersion}
Architecture: amd64
Maintainer: ${MAINTAINER}
Installed-Size: ${kibibytes}
Depends: ${[...LIBRARIES, ...PROGRAMS].join(', ')}
Recommends: ${RECOMMENDED.join(', ')}
Suggests: ${SUGGESTED.join(', ')}
Section: admin
Priority: optional
Description: backups that run when the disk is plugged in
 Plug the encrypted USB disk in, and it is unlocked, mounted, backed up to with
 rsync, snapshotted with hard links, rotated, unmounted and locked, and you are
 told when it can be unplugged. Any file of any day comes back by browsing.
 .
 Backups are plain files in plain directories: everything can be restored with
 a file manager, without this program.
 .
 This package has the application, which sits in the tray, and the command
 rsync-system-backup, which needs no display.
`;
}

export const MAINTAINER =
  'rsync-system-backup contributors <rsync-system-backup@users.noreply.github.com>';
