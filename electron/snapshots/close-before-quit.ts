import { app } from 'electron/main';
import type { OpenedDisks } from '../disks/opened-disks.js';
import type { SnapshotDesk } from './snapshot-desk.js';

/** What the window worked with goes with the window, disks last; the application ends when that has gone. */
export function closeWithWindow(desk: SnapshotDesk, disks: OpenedDisks): void {
  app.on('browser-window-created', (_event, window) => {
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
