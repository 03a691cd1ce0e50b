import { app } from 'electron/main';
import type { SnapshotDesk } from './snapshot-desk.js';

/** What the window worked with goes with the window; the application ends when that has gone. */
export function closeWithWindow(desk: SnapshotDesk): void {
  app.on('browser-window-created', (_event, window) => {
    window.once('closed', () => void desk.close());
  });
  app.on('will-quit', (event) => {
    if (!desk.restores.isOpen) return;
    event.preventDefault();
    void desk.close().finally(() => app.quit());
  });
}
