import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bashCompletion } from '../completions/bash.mjs';
import { fishCompletion } from '../completions/fish.mjs';
import { zshCompletion } from '../completions/zsh.mjs';
import { commandPage } from '../man/command-page.mjs';
import { profilePage } from '../man/profile-page.mjs';
import { ROOT } from '../setup/root.mjs';
import { MAINTAINER } from './control.mjs';

/** Texts that are made for the package, by what they are. */
export async function documents(build) {
  const { OPTION_GROUPS, OPTIONS } = await import('../../out/main/cli/option-table.mjs');
  const { usage } = await import('../../out/main/cli/usage.mjs');
  return {
    commandPage: commandPage({ optionGroups: OPTION_GROUPS, usage: usage(), ...build }),
    profilePage: await profilePage(build),
    bash: bashCompletion(OPTIONS),
    zsh: zshCompletion(OPTIONS),
    fish: fishCompletion(OPTIONS),
    metainfo: await metainfo(build),
    copyright: await copyright(),
    changelog: debianChangelog(build),
  };
}

async function metainfo({ version, date }) {
  const path = join(ROOT, 'build/desktop/org.rsync_system_backup.SystemBackup.metainfo.xml');
  const text = await readFile(path, 'utf8');
  return text.replace('@VERSION@', version).replace('@DATE@', date);
}

/** https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/ */
async function copyright() {
  const read = (path) => readFile(join(ROOT, path), 'utf8');
  const licences = JSON.parse(await read('out/licences.json'));
  return [
    'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/',
    'Upstream-Name: rsync-system-backup',
    'Comment: The licences of what Chromium consists of are in',
    ' /opt/rsync-system-backup/LICENSES.chromium.html; all others in full in',
    ' /opt/rsync-system-backup/resources/app/out/licences.json.',
    '',
    ...stanza('*', 'Expat', await read('LICENSE')),
    ...stanza(
      'opt/rsync-system-backup/*',
      'Expat-Electron',
      await read('node_modules/electron/dist/LICENSE'),
    ),
    ...licences.flatMap(({ name, version, licence, text }) =>
      stanza(
        'opt/rsync-system-backup/resources/app/out/*',
        `${licence}-${name.replaceAll(/[@/]+/g, '-').replace(/^-/, '')}-${version}`,
        text,
        `Parts of ${name} ${version}`,
      ),
    ),
  ].join('\n');
}

function stanza(files, licence, text, comment) {
  const owners = text.split('\n').filter((line) => /^\s*copyright .*(\d{4}|\(c\))/i.test(line));
  return [
    `Files: ${files}`,
    `Copyright: ${owners.map((line) => line.trim()).join('\n ') || 'its authors'}`,
    `License: ${licence}`,
    ...inDebian(text)
      .trim()
      .split('\n')
      .map((line) => (line.trim() === '' ? ' .' : ` ${line}`)),
    ...(comment === undefined ? [] : [`Comment: ${comment}`]),
    '',
  ];
}

/** Debian has this one itself, and wants it nowhere else. */
function inDebian(text) {
  return /Apache License\s+Version 2\.0/.test(text)
    ? 'On Debian systems it is in /usr/share/common-licenses/Apache-2.0.'
    : text;
}

function debianChangelog({ packageVersion, seconds }) {
  const date = new Date(seconds * 1000).toUTCString().replace('GMT', '+0000');
  return `rsync-system-backup (${packageVersion}) unstable; urgency=medium

  * What has changed is in changelog.gz.

 -- ${MAINTAINER}  ${date}
`;
}
