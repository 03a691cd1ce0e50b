// The main job without a window: backs a sample folder up by the command line.
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { passThrough } from './setup/pass-through.mjs';

/** Uses the folders that the application's demonstration uses. Returns an exit code. */
export async function demonstrate() {
  const { demonstrationPaths } = await import('../out/main/domain/demonstration.mjs');
  const { writeDemonstration } =
    await import('../out/electron/demonstration/write-demonstration.mjs');
  const paths = demonstrationPaths(dataHome());
  await writeDemonstration(paths);

  const failed = await command(paths.sample, paths.destination);
  if (failed) return failed;
  console.log(`\nThe sample folder is ${paths.sample}`);
  console.log(`Its snapshots are plain folders in ${dirname(paths.destination)}:\n`);
  return command('--list', paths.destination);
}

function command(...args) {
  return passThrough(process.execPath, ['out/cli/rsync-system-backup.cjs', '--no-sudo', ...args]);
}

/** XDG Base Directory Specification: a relative path is to be ignored. */
function dataHome() {
  const path = process.env.XDG_DATA_HOME ?? '';
  return isAbsolute(path) ? path : join(homedir(), '.local/share');
}
