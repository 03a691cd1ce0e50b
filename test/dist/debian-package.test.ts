import { execa } from 'execa';
import { createHash } from 'node:crypto';
import { lstat, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, inject, it } from 'vitest';
import { privateNamespace } from '../support/private-namespace.js';
import { runProgram } from '../support/run-program.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));
const { deb, npm, root } = inject('packages');
const APPLICATION = join(root, 'opt/rsync-system-backup');

describe('the Debian package', () => {
  it('is as Debian wants it; what is not is explained in it', async () => {
    const args = ['--fail-on', 'error,warning', '--no-tag-display-limit', deb];
    const { stdout, exitCode } = await execa('lintian', args, { reject: false });
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 0 });
  });

  it('has desktop entries, metainfo and man pages that their own tools find nothing wrong with', async () => {
    const validated = await execa(
      'desktop-file-validate',
      [
        join(root, 'usr/share/applications/rsync-system-backup.desktop'),
        join(root, 'etc/xdg/autostart/rsync-system-backup.desktop'),
      ],
      { all: true },
    );
    expect(validated.all).toBe('');
    const metainfo = 'org.rsync_system_backup.SystemBackup.metainfo.xml';
    await execa('appstreamcli', [
      ...['validate', '--no-net', join(root, 'usr/share/metainfo', metainfo)],
    ]);
    for (const page of ['man1/rsync-system-backup.1.gz', 'man5/rsync-system-backup-profile.5.gz']) {
      const { stderr } = await execa(
        'man',
        ['--warnings=w', '-E', 'UTF-8', '-Tutf8', '-Z', '-l', join(root, 'usr/share/man', page)],
        { env: { LC_ALL: 'C.UTF-8', MANROFFSEQ: '' } },
      );
      expect(stderr).toBe('');
    }
  });

  it('depends on the libraries that it is linked with, and on no others', async () => {
    const directory = await temporaryDirectory();
    await mkdir(join(directory, 'debian'));
    const source = 'Source: x\n\nPackage: x\nArchitecture: any\nDescription: x\n';
    await writeFile(join(directory, 'debian/control'), source);
    const binaries = (await readdir(APPLICATION)).filter((name) =>
      /\.so(\.|$)|^chrome.*(sandbox|handler)$|^rsync-system-backup$/.test(name),
    );
    const { stdout } = await execa(
      'dpkg-shlibdeps',
      ['-O', `-l${APPLICATION}`, ...binaries.map((name) => join(APPLICATION, name))],
      { cwd: directory },
    );
    const found = names(stdout.replace('shlibs:Depends=', ''));
    const declared = names(await runProgram('dpkg-deb', ['--field', deb, 'Depends']));
    const programs = ['mount', 'pkexec', 'rsync', 'udev'];
    expect(declared.filter((name) => !programs.includes(name))).toEqual(found);
  });

  it('says in its version when its runtime is a substitute', async () => {
    const text = await readFile(join(APPLICATION, 'runtime.json'), 'utf8');
    const { electron, origin } = JSON.parse(text) as Readonly<Record<string, string>>;
    const { version } = JSON.parse(await readFile(join(REPOSITORY, 'package.json'), 'utf8')) as {
      readonly version: string;
    };
    const packed = (await runProgram('dpkg-deb', ['--field', deb, 'Version'])).trim();
    expect(packed).toBe(
      origin === 'official download'
        ? `${version}-1`
        : `${version}~substitute.electron${electron ?? ''}-1`,
    );
    const real = `${version}-1`;
    await execa('dpkg', ['--compare-versions', packed, 'le', real]);
  });

  it('installs the files that the README lists, for the reasons that it gives', async () => {
    const readme = await readFile(join(REPOSITORY, 'README.md'), 'utf8');
    const rows = [...readme.matchAll(/^\| `(\/[^`]*)` +\| (.*) \|$/gm)];
    const patterns = rows.map(([, pattern = '']) => pattern);
    const installed = await filesBelow(root);
    const rowsOf = (file: string): readonly string[] =>
      patterns.filter((pattern) => matches(pattern, file));
    expect(installed.filter((file) => rowsOf(file).length !== 1)).toEqual([]);
    expect(patterns.filter((row) => !installed.some((file) => matches(row, file)))).toEqual([]);
  });

  it('has everything root’s, changeable by nobody else, and one program set-user-ID', async () => {
    const listed = await runProgram('dpkg-deb', ['--contents', deb]);
    const lines = listed.trim().split('\n');
    expect(lines.filter((line) => !/^\S+ root\/root /.test(line))).toEqual([]);
    expect(lines.filter((line) => /^(.{5}w|.{8}w)/.test(line) && !line.startsWith('l'))).toEqual(
      [],
    );
    expect(lines.filter((line) => /^.{3}s|^.{6}s/.test(line)).map(nameIn)).toEqual([
      './opt/rsync-system-backup/chrome-sandbox',
    ]);
  });

  it('is the same when it is built elsewhere, by somebody else, at another time', async () => {
    const [copy, output] = [await temporaryDirectory(), await temporaryDirectory()];
    const files = await execa('git', ['ls-files', '-z', '-c', '-o', '--exclude-standard'], {
      cwd: REPOSITORY,
    });
    const namespace = await privateNamespace();
    const archive = join(output, 'source.tar');
    const tar = ['--create', `--file=${archive}`, `--directory=${REPOSITORY}`, '--null'];
    await execa('tar', [...tar, '--files-from=-'], { input: files.stdout });
    await runProgram('tar', ['--extract', '--touch', `--file=${archive}`, `--directory=${copy}`]);
    await mkdir(join(copy, 'node_modules'));
    const modules = [join(REPOSITORY, 'node_modules'), join(copy, 'node_modules')];
    await namespace.run('mount', ['--bind', ...modules]);
    const { mtimeMs } = await lstat(join(root, 'usr/bin/rsync-system-backup'));
    const script = `umask 077; cd "$1"; exec node build/dist.mjs --quick --output "$2"`;
    const [program, ...enter] = namespace.enter;
    await execa(program, [...enter, 'sh', '-c', script, 'sh', copy, output], {
      env: { SOURCE_DATE_EPOCH: String(mtimeMs / 1000), TZ: 'Pacific/Chatham' },
    });
    const again = (await readdir(output)).filter((name) => /\.(deb|tgz)$/.test(name)).sort();
    const before = [deb, npm].sort();
    expect(again).toEqual(before.map((path) => path.slice(path.lastIndexOf('/') + 1)).sort());
    expect(await checksums(again.map((name) => join(output, name)))).toEqual(
      await checksums(before),
    );
  });
});

function names(depends: string): readonly string[] {
  return depends
    .split(',')
    .map((one) => one.trim().split(/[ |]/)[0] ?? '')
    .sort();
}

async function filesBelow(directory: string): Promise<readonly string[]> {
  const all = await readdir(directory, { recursive: true });
  const entries = await Promise.all(
    all.map(async (path) => ({ path, stats: await lstat(join(directory, path)) })),
  );
  return entries.filter(({ stats }) => !stats.isDirectory()).map(({ path }) => `/${path}`);
}

/** A slash at the end stands for everything below, a star for part of a name. */
function matches(pattern: string, file: string): boolean {
  if (pattern.endsWith('/')) return file.startsWith(pattern);
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^/]*')}$`).test(file);
}

function nameIn(line: string): string {
  return line.slice(line.indexOf('./'));
}

function checksums(paths: readonly string[]): Promise<readonly string[]> {
  return Promise.all(
    paths.map(async (path) =>
      createHash('sha256')
        .update(await readFile(path))
        .digest('hex'),
    ),
  );
}
