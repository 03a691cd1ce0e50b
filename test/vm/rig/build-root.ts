import { runProgram } from '../../support/run-program.js';
import { GUEST_PACKAGES, UNPACK_OPTIONS } from './guest-packages.js';

const RELEASE = 'bookworm';
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** Installs Debian into a directory that does not exist yet. */
export async function buildRoot(directory: string): Promise<void> {
  await runProgram(
    'mmdebstrap',
    [
      ...['--variant=minbase', '--format=directory', `--include=${GUEST_PACKAGES.join(',')}`],
      ...['--aptopt=Acquire::Languages "none"', ...(await aptOptions()), ...UNPACK_OPTIONS],
      ...[RELEASE, directory, ...(await aptSources())],
    ],
    // The kernel's package would build a large initrd, which nobody boots.
    { environment: { INITRD: 'No' } },
  );
}

/** Where this machine takes the release from; none, for mmdebstrap's own choice, where it is of another one. */
async function aptSources(): Promise<readonly string[]> {
  const fields = '$(REPO_URI) $(RELEASE) $(COMPONENT)';
  const output = await runProgram('apt-get', [
    ...['indextargets', '--format', fields],
    ...['Created-By: Packages', 'Origin: Debian', 'Architecture: amd64'],
  ]);
  const lines = output.split('\n').filter((line) => line.includes(` ${RELEASE}`));
  return lines.map((line) => `deb [signed-by=${KEYRING}] ${line}`);
}

/** How this machine reaches it: proxies, and what it thinks of the dates in package lists. */
async function aptOptions(): Promise<readonly string[]> {
  const output = await runProgram('apt-config', ['dump', 'Acquire']);
  return output
    .split('\n')
    .filter((line) => /^Acquire::(https?::|Check-(Valid-Until|Date) )/i.test(line))
    .map((line) => `--aptopt=${line.replace(/;$/, '')}`);
}
