import { contextBridge, ipcRenderer } from 'electron/renderer';
import type { IpcRendererEvent } from 'electron/renderer';
import type {
  BackupBridge,
  ListenChannel,
  ListenContract,
} from '../../main/shared/ipc-contract.js';
import { ASK_CHANNELS } from '../../main/shared/parse-ask-request.js';
import type { Result } from '../../main/shared/result.js';

const LISTEN_CHANNELS: Readonly<Record<ListenChannel, true>> = {
  'view:changed': true,
  'restore:progress': true,
  'restore:last': true,
  'snapshots:progress': true,
  'place:changed': true,
  'log:changed': true,
};

const bridge: BackupBridge = {
  ask: async (channel, request) => {
    if (!ASK_CHANNELS.includes(channel)) throw new Error(`No channel ${channel}`);
    return (await ipcRenderer.invoke(channel, request)) as Result<never>;
  },
  listen: <C extends ListenChannel>(channel: C, listener: (message: ListenContract[C]) => void) => {
    if (!Object.hasOwn(LISTEN_CHANNELS, channel)) throw new Error(`No channel ${channel}`);
    const receive = (_event: IpcRendererEvent, message: ListenContract[C]): void =>
      listener(message);
    ipcRenderer.on(channel, receive);
    return () => {
      ipcRenderer.off(channel, receive);
    };
  },
};

contextBridge.exposeInMainWorld('backup', bridge);
