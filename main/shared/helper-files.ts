/** What pkexec starts; see HelperContract. */
export const HELPER_PATH = '/usr/libexec/rsync-system-backup-helper';

/** `<id>.json`, an InstalledProfile each; root's, readable by everybody. */
export const INSTALLED_PROFILES = '/etc/rsync-system-backup/profiles';

/** `<id>.json`, a ProfileState each; root's, readable by everybody. */
export const PROFILE_STATES = '/var/lib/rsync-system-backup/profiles';

/** `<id>`, the names in the snapshots of a profile, each; root's alone. */
export const SEARCH_INDEXES = '/var/cache/rsync-system-backup/search';
