import { runProgram } from '../../support/run-program.js';
import { UNPACK_OPTIONS } from './guest-packages.js';

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** Debian's name of a release. */
type Release = 'bookworm' | 'trixie';

export interface Installation {
  readonly release: Release;
  /** mmdebstrap(1): `minbase` is a system that can boot, `extract` only unpacks the packages and what they depend on. */
  readonly variant: 'minbase' | 'extract';
  readonly packages: readonly string[];
}

/** Installs Debian into a directory that does not exist yet. */
export async function installDebian(
  directory: string,
  { release, variant, packages }: Installation,
): Promise<void> {
  await runProgram(
    'mmdebstrap',
    [
      ...[`--variant=${variant}`, '--format=directory', `--include=${packages.join(',')}`],
      ...['--aptopt=Acquire::Languages "none"', ...(await aptOptions()), ...UNPACK_OPTIONS],
      ...[release, directory, ...(await aptSources(release))],
    ],
    // The kernel's package would build a large initrd, which nobody boots.
    { environment: { INITRD: 'No' } },
  );
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
