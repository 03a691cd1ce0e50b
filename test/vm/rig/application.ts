import { waitForTrayItem } from './desktop.js';
import type { GuestShell } from './guest-shell.js';
import { startInSession, type SessionProcess } from './session.js';

/** Both are for the emulator: it has no graphics, and a process less starts seconds faster. */
export const FLAGS_FOR_EMULATOR = ['--disable-gpu', '--in-process-gpu'];

/** As the entries of the desktop name it. */
const START = [
  '/opt/rsync-system-backup/resources/app/out/electron/start.sh',
  '/opt/rsync-system-backup/rsync-system-backup',
] as const;

const IDLE_LIMIT_SECONDS = 60;

/** Starts the application as at login: as tester, with its sandbox, without a window. Returns when it is idle in the tray. */
export async function startApplication(root: GuestShell): Promise<SessionProcess> {
  const application = await startInSession(root, {
    name: 'application',
    command: [...START, ...FLAGS_FOR_EMULATOR, '--hidden'],
    environment: { LANG: 'C.UTF-8', NO_AT_BRIDGE: '1' },
  });
  await waitForTrayItem(root);
  await waitUntilIdle(root);
  return application;
}

/** Two seconds in which its processes together took less than a tenth of a second. */
async function waitUntilIdle(root: GuestShell): Promise<void> {
  await root.script(`
    ticks() {
      cat $(pgrep -f '^/opt/rsync-system-backup/rsync-system-backup .*--hidden|^/opt/.* --type=' |
        sed 's|.*|/proc/&/stat|') 2>/dev/null | awk '{ sum += $14 + $15 } END { print sum }'
    }
    before=$(ticks)
    for try in $(seq ${IDLE_LIMIT_SECONDS / 2}); do
      sleep 2; now=$(ticks)
      if [ $((now - before)) -lt 10 ]; then exit 0; fi
      before=$now
    done
    echo 'The application does not come to rest.'; exit 1`);
}
