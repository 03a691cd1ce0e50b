import type { BackupBridge } from '../main/shared/ipc-contract.js';

declare global {
  interface Window {
    readonly backup: BackupBridge;
  }
}

/** All that the window can reach outside of itself. */
export const backup: BackupBridge = window.backup;
