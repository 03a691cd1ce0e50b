import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { SetupError } from './setup-error.mjs';

const PACKAGES = JSON.parse(readFileSync(new URL('debian-packages.json', import.meta.url), 'utf8'));

/** Sees to it that the Debian packages of these groups are there; as root it installs them. */
export function installDebianPackages(groups) {
  const wanted = groups.flatMap((group) => PACKAGES[group]);
  const installed = installedPackages();
  if (installed === null) {
    console.log(`setup: not a Debian system; Debian calls what is needed: ${wanted.join(' ')}`);
    return;
  }
  const missing = wanted.filter((name) => !installed.has(name));
  if (missing.length === 0) return;
  if (process.getuid() !== 0) {
    throw new SetupError(
      `Some Debian packages are missing; install them with: sudo apt-get install --no-install-recommends ${missing.join(' ')}`,
    );
  }
  console.log(`setup: installing Debian packages: ${missing.join(' ')}`);
  // Package lists may be missing (a container) or out of date (the server has moved on).
  if (install(missing).ok) return;
  aptGet('update');
  const { ok, output } = install(missing);
  if (!ok) {
    throw new SetupError(
      `${output}These Debian packages could not be installed: ${missing.join(' ')}`,
    );
  }
}

/** Names of installed packages, and what they provide: `libgtk-3-0t64` is newer Debian's `libgtk-3-0`. */
function installedPackages() {
  const format = '${db:Status-Status}\\t${Package}, ${Provides}\\n';
  const query = spawnSync('dpkg-query', ['--show', `--showformat=${format}`], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (query.error?.code === 'ENOENT') return null;
  if (query.status !== 0) throw new SetupError(`dpkg-query failed: ${query.stderr.trim()}`);
  const names = query.stdout
    .split('\n')
    .filter((line) => line.startsWith('installed\t'))
    .flatMap((line) => line.slice('installed\t'.length).split(', '))
    .map((name) => name.replace(/ \(.*/, ''));
  return new Set(names);
}

function install(names) {
  return aptGet('install', '--yes', '--no-install-recommends', ...names);
}

function aptGet(...args) {
  const { status, stderr } = spawnSync('apt-get', ['--quiet=2', ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  return { ok: status === 0, output: stderr };
}
