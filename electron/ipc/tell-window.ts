import type { WebContents } from 'electron/main';
import type { ListenChannel, ListenContract } from '../../main/shared/ipc-contract.js';

export function tellWindow<C extends ListenChannel>(
  contents: WebContents | null,
  channel: C,
  message: ListenContract[C],
): void {
  if (contents !== null && !contents.isDestroyed()) contents.send(channel, message);
}
