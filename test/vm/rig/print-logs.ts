import type { GuestShell } from './guest-shell.js';
import { journalText } from './journal.js';

/** For people, about what has just failed. */
export async function printLogs(root: GuestShell): Promise<void> {
  const messages = await root.attempt('dmesg', ['--nopager']);
  const files = await root.attempt('sh', ['-c', 'tail -n 40 /run/rig/*/std[eo]*']);
  console.error(
    [
      ...['--- journal', await journalText(root, 150)],
      ...['--- kernel', messages.stdout.split('\n').slice(-40).join('\n')],
      ...['--- programs in the session', files.stdout],
    ].join('\n'),
  );
}
