import { app, dialog } from 'electron/main';
import type { BrowserWindow, MessageBoxOptions } from 'electron/main';
import type { RunService } from '../runs/run-service.js';

const QUESTION: MessageBoxOptions = {
  type: 'question',
  message: 'A backup is running. Stop it and quit?',
  detail: 'What was copied so far stays, and older snapshots are not affected.',
  buttons: ['Keep running', 'Stop the backup and quit'],
  defaultId: 0,
  cancelId: 0,
};

/**
 * Nothing ends over a run: whoever ends the application, it waits until the run has cleaned up and its
 * process has gone. SIGTERM, SIGHUP and SIGINT arrive here too, as Electron turns them into a quit.
 */
export function waitForRunBeforeQuit(runs: RunService): void {
  const leave = async (): Promise<void> => {
    runs.cancel();
    await runs.whenGone();
    app.quit();
  };
  app.on('before-quit', (event) => {
    if (runs.state.kind !== 'running') return;
    event.preventDefault();
    void leave();
  });
}

/**
 * A person who quits is asked first, as the tray's menu does not show how far a run is.
 *
 * @param mayClose asks about what the window is doing
 */
export async function quitOnRequest(
  runs: RunService,
  parent: BrowserWindow | null,
  mayClose: () => Promise<boolean>,
): Promise<void> {
  if (runs.state.kind === 'running') {
    const { response } = await (parent === null
      ? dialog.showMessageBox(QUESTION)
      : dialog.showMessageBox(parent, QUESTION));
    if (response !== 1) return;
  }
  if (await mayClose()) app.quit();
}
