import type { RemotePlace } from '../main/domain/remote-place.js';
import type { AutostartFile } from './autostart/autostart-file.js';
import type { BusName } from './bus-relay/bus-addresses.js';
import type { Bus } from './dbus/bus.js';
import type { ResourcePaths } from './resource-paths.js';
import type { StartRun } from './runs/start-run.js';
import type { SettingsFile } from './settings/settings-file.js';

export interface ApplicationPorts {
  readonly paths: ResourcePaths;
  readonly settings: SettingsFile;
  readonly buses: Readonly<Record<BusName, Bus>>;
  readonly autostart: AutostartFile;
  /** Path of the log of runs. */
  readonly log: string;
  readonly startRun: StartRun;
  /** Whether somebody is there to back up to; never rejects. */
  readonly hostAnswers: (door: RemotePlace['door']) => Promise<boolean>;
  readonly now: () => Date;
  readonly home: string;
  /** It takes the place of one that ran before: the person has started nothing, and is told nothing of it. */
  readonly isSuccessor: boolean;
  /** $XDG_CURRENT_DESKTOP */
  readonly desktop: string;
  /** False: the person wants what the window is doing to go on. */
  readonly mayClose: () => Promise<boolean>;
}
