import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../setup/root.mjs';
import { SetupError } from '../setup/setup-error.mjs';

/**
 * What is packed: `version`; `packageVersion`, Debian's, which says so when the runtime is not the official one and then
 * comes before the real version; `electron`; `seconds` since the epoch of the commit, and its `date`.
 */
export function describeBuild() {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const runtime = readFileSync(join(ROOT, 'node_modules/electron/dist/runtime.json'), 'utf8');
  const { electron, origin } = JSON.parse(runtime);
  const substitute = origin === 'official download' ? '' : `~substitute.electron${electron}`;
  const seconds = commitTime();
  return {
    version,
    packageVersion: `${version}${substitute}-1`,
    electron,
    seconds,
    date: new Date(seconds * 1000).toISOString().slice(0, 10),
  };
}

/** https://reproducible-builds.org/specs/source-date-epoch/ */
function commitTime() {
  const given = process.env.SOURCE_DATE_EPOCH;
  if (given !== undefined) return Number(given);
  try {
    const options = { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] };
    return Number(execFileSync('git', ['log', '-1', '--format=%ct'], options));
  } catch {
    throw new SetupError('This is no git repository: say in SOURCE_DATE_EPOCH of when it is.');
  }
}
