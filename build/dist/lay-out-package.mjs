import { chmod, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { LAUNCHER, PRIVILEGED } from '../install/install-program.mjs';
import { layOutFile, layOutText, layOutTree } from '../install/lay-out-files.mjs';
import { APPLICATION } from '../install/places.mjs';
import { ROOT } from '../setup/root.mjs';
import { documents } from './documents.mjs';

const NAME = 'rsync-system-backup';

/** Copied as they are; from `build`, to the root directory. */
const COPIED = {
  'desktop/rsync-system-backup.desktop': `usr/share/applications/${NAME}.desktop`,
  'desktop/autostart.desktop': `etc/xdg/autostart/${NAME}.desktop`,
  'icons/source/application.svg': `usr/share/icons/hicolor/scalable/apps/${NAME}.svg`,
  'icons/source/symbolic.svg': `usr/share/icons/hicolor/symbolic/apps/${NAME}-symbolic.svg`,
  'systemd/rsync-system-backup@.service': `usr/lib/systemd/system/${NAME}@.service`,
  'systemd/rsync-system-backup@.timer': `usr/lib/systemd/system/${NAME}@.timer`,
  'systemd/rsync-system-backup.service': `usr/lib/systemd/user/${NAME}.service`,
  'apparmor/rsync-system-backup': `usr/share/${NAME}/apparmor`,
  'debian/lintian-overrides': `usr/share/lintian/overrides/${NAME}`,
};

/** Lays out below `root` all that the package installs. @param unpacked what electron-builder made */
export async function layOutPackage(build, unpacked, root) {
  await layOutApplication(unpacked, join(root, APPLICATION));
  await layOutText(LAUNCHER, join(root, `usr/bin/${NAME}`), 0o755);
  for (const { from, to, mode } of PRIVILEGED) {
    await layOutFile(join(ROOT, from), join(root, to), mode);
  }
  const unattended = `usr/libexec/${NAME}-unattended`;
  await layOutFile(join(ROOT, `build/libexec/${NAME}-unattended`), join(root, unattended), 0o755);
  for (const [from, to] of Object.entries(COPIED)) {
    await layOutFile(join(ROOT, 'build', from), join(root, to), 0o644);
  }
  await layOutIcons(root);
  await layOutDocuments(build, root);
}

async function layOutApplication(unpacked, to) {
  await layOutTree(unpacked, to);
  // Chromium's sandbox where the kernel lets ordinary users make no namespaces.
  await chmod(join(to, 'chrome-sandbox'), 0o4755);
  for (const name of await readdir(to)) {
    if (/\.so(\.|$)/.test(name)) await chmod(join(to, name), 0o644);
  }
}

async function layOutIcons(root) {
  const icons = join(ROOT, 'build/icons/app');
  for (const file of await readdir(icons)) {
    const size = file.replace('.png', '');
    const to = `usr/share/icons/hicolor/${size}x${size}/apps/${NAME}.png`;
    await layOutFile(join(icons, file), join(root, to), 0o644);
  }
}

async function layOutDocuments(build, root) {
  const texts = await documents(build);
  const doc = `usr/share/doc/${NAME}`;
  const changes = await readFile(join(ROOT, 'CHANGELOG.md'), 'utf8');
  const plain = {
    [`usr/share/bash-completion/completions/${NAME}`]: texts.bash,
    [`usr/share/zsh/vendor-completions/_${NAME}`]: texts.zsh,
    [`usr/share/fish/vendor_completions.d/${NAME}.fish`]: texts.fish,
    'usr/share/metainfo/org.rsync_system_backup.SystemBackup.metainfo.xml': texts.metainfo,
    [`${doc}/copyright`]: texts.copyright,
    [`${doc}/README.md`]: await readFile(join(ROOT, 'README.md'), 'utf8'),
  };
  const packed = {
    [`usr/share/man/man1/${NAME}.1.gz`]: texts.commandPage,
    [`usr/share/man/man5/${NAME}-profile.5.gz`]: texts.profilePage,
    [`${doc}/changelog.gz`]: changes,
    [`${doc}/changelog.Debian.gz`]: texts.changelog,
  };
  for (const [to, text] of Object.entries(plain)) await layOutText(text, join(root, to), 0o644);
  for (const [to, text] of Object.entries(packed)) {
    await layOutText(gzipSync(text, { level: 9 }), join(root, to), 0o644);
  }
}
