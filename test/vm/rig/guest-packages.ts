/** What the guest consists of, beside what Debian calls essential. */
export const GUEST_PACKAGES: readonly string[] = [
  // The machine: kernel, services, sessions, devices.
  ...['linux-image-amd64', 'initramfs-tools', 'busybox-static', 'kmod'],
  ...['systemd-sysv', 'udev', 'dbus', 'dbus-user-session', 'libpam-systemd'],
  ...['openssh-server', 'iproute2', 'procps', 'util-linux', 'mount', 'fdisk'],
  // What the program works with.
  ...['polkitd', 'pkexec', 'sudo', 'cryptsetup', 'cryptsetup-bin', 'rsync'],
  ...['e2fsprogs', 'btrfs-progs', 'acl', 'attr', 'libnotify-bin', 'lsof', 'psmisc'],
  // What Electron needs to show itself, and a display that nobody looks at.
  ...[
    'xvfb',
    'xdotool',
    'libnss3',
    'libatk1.0-0',
    'libatk-bridge2.0-0',
    'libcups2',
    'libdrm2',
    'libgtk-3-0',
  ],
  ...['libgbm1', 'libasound2', 'libnotify4', 'libxss1', 'libxtst6', 'libsecret-1-0'],
  ...['fonts-dejavu-core', 'hicolor-icon-theme', 'shared-mime-info'],
];

/** What nobody will look at: to unpack it would be most of the time. */
export const UNUSED_TREES: readonly string[] = [
  ...['doc', 'man', 'locale', 'info', 'lintian', 'icons/*/*'].map((name) => `/usr/share/${name}/*`),
  // Of some 3,800 kernel modules the guest needs about 40.
  ...[
    ...['gpu', 'media', 'net/wireless', 'net/ethernet', 'net/usb', 'infiniband', 'iio', 'staging'],
    ...['hwmon', 'isdn', 'scsi/aic7xxx', 'scsi/qla2xxx', 'scsi/lpfc', 'scsi/mpt3sas', 'scsi/bfa'],
    ...['mmc', 'mtd', 'comedi', 'edac', 'power', 'platform', 'nvme', 'thunderbolt', 'leds'],
    ...['bluetooth', 'input/touchscreen', 'input/joystick', 'atm', 'can', 'mfd', 'i2c', 'firmware'],
    ...['crypto/qat', 'watchdog', 'rtc', 'nfc', 'w1'],
  ].map((name) => `/lib/modules/*/kernel/drivers/${name}/*`),
  ...[
    ...['sound', 'net/bluetooth', 'net/mac80211', 'net/wireless', 'net/sctp', 'net/netfilter'],
    ...['net/tipc', 'net/ceph', 'net/rxrpc', 'fs/ocfs2', 'fs/gfs2', 'fs/ceph', 'fs/nfs', 'fs/nfsd'],
    ...['fs/cifs', 'fs/xfs', 'fs/jfs', 'fs/reiserfs', 'fs/f2fs', 'fs/smb'],
  ].map((name) => `/lib/modules/*/kernel/${name}/*`),
];
