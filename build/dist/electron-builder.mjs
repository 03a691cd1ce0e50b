import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../setup/root.mjs';

/**
 * RunAsNode stays: command line and root helper are executed by the application's own Node.js. What could make these or the
 * application execute anything else, by the environment or by an argument, goes. Files belong to root, whether in an archive
 * or not, and no cookie is ever stored. Only the official runtime's snapshot for the browser process is what it should be.
 *
 * https://www.electronjs.org/docs/latest/tutorial/fuses
 */
const FUSES = {
  runAsNode: true,
  enableCookieEncryption: false,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: false,
  onlyLoadAppFromAsar: false,
  loadBrowserProcessSpecificV8Snapshot: false,
  grantFileProtocolExtraPrivileges: false,
};

/**
 * Has electron-builder make `target` (`dir` or `AppImage`) in the directory `output`.
 *
 * @returns the paths of what it made; of `dir`, `linux-unpacked` in `output` is made and nothing returned
 */
export async function buildElectron(target, { electron }, output) {
  // In CI it would otherwise make hard links of the runtime, and set the fuses of the one that tests use.
  process.env.USE_HARD_LINKS = 'false';
  const { Arch, build, Platform } = await import('electron-builder');
  return build({
    projectDir: ROOT,
    targets: Platform.LINUX.createTarget(target, Arch.x64),
    publish: 'never',
    config: {
      appId: 'org.rsync_system_backup.SystemBackup',
      directories: { output, buildResources: join(ROOT, 'build/dist') },
      electronDist: join(ROOT, 'node_modules/electron/dist'),
      electronVersion: electron,
      electronLanguages: ['en-US'],
      electronFuses: FUSES,
      npmRebuild: false,
      afterPack: adapt,
      // Root's helper is a file that anybody can look at.
      asar: false,
      files: [
        'package.json',
        'out/{LICENSE,licences.json}',
        'out/{cli,electron,helper,icons,renderer}/**/*',
        // For `npm start` alone, and for another Node.js than Electron's.
        '!out/electron/demonstration',
        '!**/*.compiled',
        '!**/node_modules',
      ],
      linux: {
        executableName: 'rsync-system-backup',
        category: 'System',
        icon: join(ROOT, 'build/icons/app'),
      },
    },
  });
}

/** The runtime's files as `npm start` has them, less what starts other applications than ours. */
async function adapt({ appOutDir }) {
  await rename(join(appOutDir, 'LICENSE.electron.txt'), join(appOutDir, 'LICENSE'));
  for (const name of ['resources/default_app.asar', 'version']) {
    await rm(join(appOutDir, name), { recursive: true, force: true });
  }
}
