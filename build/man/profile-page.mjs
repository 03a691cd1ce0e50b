import { readFile } from 'node:fs/promises';

const SOURCE = new URL('rsync-system-backup-profile.5', import.meta.url);

/** rsync-system-backup-profile(5), as text for man(1). */
export async function profilePage({ version, date }) {
  const text = await readFile(SOURCE, 'utf8');
  return text.replaceAll('@VERSION@', version).replaceAll('@DATE@', date);
}
