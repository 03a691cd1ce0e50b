import type { Sharing } from '../../main/engine/ports-disks.js';
import { BackupError } from '../../main/shared/backup-error.js';

export interface MemorySharing extends Sharing {
  /** Other processes of ours that use a thing, by its name. */
  readonly others: Map<string, number>;
  /** What one of us has opened. */
  readonly ours: Set<string>;
}

/** As several processes would see it, without the locks. */
export function memorySharing(): MemorySharing {
  const others = new Map<string, number>();
  const ours = new Set<string>();
  const isUsed = (name: string): boolean => (others.get(name) ?? 0) > 0;
  return {
    others,
    ours,
    use: async (name, _place, resource) => {
      if ((await resource.state()) === null) {
        await resource.open();
        ours.add(name);
      }
      return {
        release: async () => {
          if (isUsed(name) || !ours.has(name)) return;
          await resource.state();
          await resource.close();
          ours.delete(name);
        },
      };
    },
    alone: async (name, _place, work) => {
      if (isUsed(name)) return false;
      await work();
      ours.delete(name);
      return true;
    },
    closeAbandoned: async (resourceOf) => {
      for (const name of [...ours].filter((one) => !isUsed(one))) {
        try {
          await resourceOf(name).close();
          ours.delete(name);
        } catch (error) {
          if (!(error instanceof BackupError)) throw error;
        }
      }
    },
  };
}
