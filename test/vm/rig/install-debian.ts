import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from '../../support/run-program.js';

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** Debian's name of a release. */
type Release = 'bookworm' | 'trixie';

export interface Installation {
  readonly release: Release;
  /** mmdebstrap(1): `minbase` is a system that can boot, `extract` only unpacks the packages and what they depend on. */
  readonly variant: 'minbase' | 'extract';
  readonly packages: readonly string[];
  /** Patterns of what dpkg need not unpack; what is essential is unpacked whole. */
  readonly without?: readonly string[];
}

/** Installs Debian into a directory that does not exist yet. */
export async function installDebian(
  directory: string,
  { release, variant, packages, without = [] }: Installation,
): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), 'rsync-system-backup-debian-'));
  try {
    const configuration = join(work, 'unused');
    await writeFile(configuration, without.map((pattern) => `path-exclude=${pattern}\n`).join(''));
    await runProgram(
      'mmdebstrap',
      [
        ...[`--variant=${variant}`, '--format=directory', `--include=${packages.join(',')}`],
        ...['--aptopt=Acquire::Languages "none"', ...(await aptOptions())],
        // As an option of mmdebstrap it would send what is essential through a filter that takes half a minute.
        ...['--dpkgopt=force-unsafe-io', `--setup-hook=${dpkgConfiguredBy(configuration)}`],
        ...[release, directory, ...(await aptSources(release))],
      ],
      // The kernel's package would build a large initrd, which nobody boots.
      { environment: { INITRD: 'No' } },
    );
  } finally {
    await rm(work, { recursive: true });
  }
}

/** For sh, which knows the directory as $1. */
function dpkgConfiguredBy(file: string): string {
  return `install -D -m 644 '${file}' "$1/etc/dpkg/dpkg.cfg.d/unused"`;
}

/** Where this machine takes Debian from; none, for mmdebstrap's own choice, where that is not known. */
async function aptSources(release: Release): Promise<readonly string[]> {
  const output = await runProgram('apt-get', [
    ...['indextargets', '--format', '$(REPO_URI) $(CODENAME) $(COMPONENT)'],
    ...['Created-By: Packages', 'Origin: Debian', 'Architecture: amd64'],
  ]);
  const lines = output.split('\n').filter((line) => line !== '');
  // Such as bookworm-security, of whatever release this machine is.
  return lines.map(
    (line) => `deb [signed-by=${KEYRING}] ${line.replace(/ [a-z]+/, ` ${release}`)}`,
  );
}

/** How this machine reaches it: proxies, and what it thinks of the dates in package lists. */
async function aptOptions(): Promise<readonly string[]> {
  const output = await runProgram('apt-config', ['dump', 'Acquire']);
  return output
    .split('\n')
    .filter((line) => /^Acquire::(https?::|Check-(Valid-Until|Date) )/i.test(line))
    .map((line) => `--aptopt=${line.replace(/;$/, '')}`);
}
