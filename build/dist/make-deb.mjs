import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, lutimes, mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { layOutFile, layOutText } from '../install/lay-out-files.mjs';
import { ROOT } from '../setup/root.mjs';
import { control } from './control.mjs';
import { layOutPackage } from './lay-out-package.mjs';

const SCRIPTS = ['postinst', 'prerm', 'postrm'];

/**
 * Packs the application for Debian into the directory `output`.
 *
 * @param unpacked what electron-builder made
 * @param compression arguments of dpkg-deb
 * @returns the package's path
 */
export async function makeDeb(build, unpacked, output, compression) {
  const work = await mkdtemp(join(tmpdir(), 'rsync-system-backup-deb-'));
  try {
    const root = join(work, 'root');
    await mkdir(root);
    await layOutPackage(build, unpacked, root);
    const entries = await entriesBelow(root);
    await layOutControl(build, root, entries);
    await makeAlike(root, build.seconds);
    const deb = join(output, `rsync-system-backup_${build.packageVersion}_amd64.deb`);
    await mkdir(output, { recursive: true });
    const args = ['--root-owner-group', ...compression, '--build', root, deb];
    const env = { ...process.env, SOURCE_DATE_EPOCH: String(build.seconds) };
    execFileSync('dpkg-deb', args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
    return deb;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function entriesBelow(root) {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .map((entry) => ({
      path: join(entry.parentPath ?? entry.path, entry.name),
      isFile: entry.isFile(),
    }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function layOutControl(build, root, entries) {
  const to = join(root, 'DEBIAN');
  const files = entries.filter(({ isFile }) => isFile).map(({ path }) => path);
  await layOutText(control(build, await kibibytes(files)), join(to, 'control'), 0o644);
  await layOutText(await checksums(root, files), join(to, 'md5sums'), 0o644);
  await layOutFile(join(ROOT, 'build/debian/conffiles'), join(to, 'conffiles'), 0o644);
  for (const script of SCRIPTS) {
    await layOutFile(join(ROOT, 'build/debian', script), join(to, script), 0o755);
  }
}

async function kibibytes(files) {
  const sizes = await Promise.all(files.map(async (path) => (await stat(path)).size));
  return sizes.reduce((total, size) => total + Math.ceil(size / 1024), 0);
}

/** deb-md5sums(5) */
async function checksums(root, files) {
  const lines = [];
  for (const path of files.filter((file) => !relative(root, file).startsWith('etc/'))) {
    const sum = createHash('md5')
      .update(await readFile(path))
      .digest('hex');
    lines.push(`${sum}  ${relative(root, path)}\n`);
  }
  return lines.join('');
}

/** Times and the modes of directories come from the commit and from here, and not from this machine and this moment. */
async function makeAlike(root, seconds) {
  const entries = await entriesBelow(root);
  for (const { path } of [{ path: root, isFile: false }, ...entries].reverse()) {
    if ((await stat(path)).isDirectory()) await chmod(path, 0o755);
    await lutimes(path, seconds, seconds);
  }
}
