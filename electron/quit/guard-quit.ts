import { app, dialog } from 'electron/main';
import type { BrowserWindow, MessageBoxOptions } from 'electron/main';
import type { RunService } from '../runs/run-service.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const QUESTION: MessageBoxOptions = {
  type: 'question',
  message: 'A backup is running. Stop it and quit?',
  detail: 'What was copied so far stays, and older snapshots are not affected.',
  buttons: ['Keep running', 'Stop the backup and quit'],
  defaultId: 0,
  cancelId: 0,
};

/**
 * Nobody quits over a run: a person is asked, a signal (the end of the session) is obeyed, and both
 * wait until the run has cleaned up and its process has gone.
 */
export function guardQuit(runs: RunService, parent: () => BrowserWindow | null): void {
  let asking = false;
  const leave = async (): Promise<void> => {
    runs.cancel();
    await runs.whenGone();
    app.quit();
  };
  const ask = async (): Promise<void> => {
    if (asking) return;
    asking = true;
    const window = parent();
    const { response } = await (window === null
      ? dialog.showMessageBox(QUESTION)
      : dialog.showMessageBox(window, QUESTION));
    asking = false;
    if (response === 1) await leave();
  };
  app.on('before-quit', (event) => {
    if (runs.state.kind !== 'running') return;
    event.preventDefault();
    if (!runs.state.run.cancelling) void ask();
  });
  for (const signal of SIGNALS) process.on(signal, () => void leave());
}
