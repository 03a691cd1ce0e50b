import { app, dialog } from 'electron/main';
import type { BrowserWindow } from 'electron/main';
import type { OpenedDisks } from '../disks/opened-disks.js';
import type { RestoreDesk } from './restore-desk.js';
import type { SnapshotDesk } from './snapshot-desk.js';

/**
 * What the window worked with goes with the window, disks last; the application ends when that has gone. Who closes the window
 * over a restore is asked; a signal, or the end of the session, is not to wait for an answer, and cancels it.
 *
 * @param mayClose asks
 */
export function closeWithWindow(
  desk: SnapshotDesk,
  disks: OpenedDisks,
  mayClose: () => Promise<boolean>,
): void {
  let quitting = false;
  let asking = false;
  app.on('before-quit', () => {
    quitting = true;
  });
  app.on('browser-window-created', (_event, window) => {
    const ask = async (): Promise<void> => {
      asking = true;
      const agreed = await mayClose();
      asking = false;
      if (agreed && !window.isDestroyed()) window.destroy();
    };
    window.on('close', (event) => {
      if (quitting || !desk.restores.isRunning) return;
      event.preventDefault();
      if (!asking) void ask();
    });
    window.once('closed', () => void desk.close().finally(() => disks.consider()));
  });
  const close = async (): Promise<void> => {
    await desk.close();
    await disks.putAllAway();
  };
  app.on('will-quit', (event) => {
    if (!desk.restores.isOpen && disks.isEmpty) return;
    event.preventDefault();
    void close().finally(() => app.quit());
  });
}

/** True: no restore goes on, or the person wants it cancelled. One that ends meanwhile takes the question away: it has an Undo. */
export async function mayCancelRestore(
  restores: RestoreDesk,
  parent: BrowserWindow | null,
): Promise<boolean> {
  if (!restores.isRunning || parent === null) return true;
  const over = new AbortController();
  void restores.whenDone().then(() => over.abort());
  const { response } = await dialog.showMessageBox(parent, {
    type: 'question',
    message: 'Files are being restored. Cancel that and close the window?',
    detail: 'What was restored so far is taken back, so that everything is as it was before.',
    buttons: ['Go on restoring', 'Cancel the restore'],
    defaultId: 0,
    cancelId: 0,
    signal: over.signal,
  });
  return response === 1;
}
