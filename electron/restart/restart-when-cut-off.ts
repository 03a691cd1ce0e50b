import type { BusName } from '../bus-relay/bus-addresses.js';
import { logNote, logProblem } from '../log.js';

export interface CutOff {
  /** Calls back for each bus that Chromium has lost for good. */
  readonly onLostBus: (hear: (bus: BusName) => void) => void;
  /** Milliseconds after which it is looked again whether the bus is back and nobody is in the way. */
  readonly patience: number;
  readonly onLost: (bus: BusName) => void;
  /** Whether a bus that was lost is there again; never rejects. */
  readonly answers: (bus: BusName) => Promise<boolean>;
  readonly isBusy: () => boolean;
  /** Called once. */
  readonly restart: () => void;
}

/**
 * After a message bus was restarted, nothing of Chromium reaches it any more: no icon in the tray, no word of sleep. The
 * application goes on all the same, and is started anew as soon as nobody needs it. Where the bus does not come back, that is
 * not sooner than the session ends.
 */
export function restartWhenCutOff(cutOff: CutOff): void {
  const { onLostBus, patience, onLost, answers, isBusy, restart } = cutOff;
  const missing = new Set<BusName>();
  let timer: NodeJS.Timeout | null = null;
  let isLooking = false;
  const look = async (): Promise<void> => {
    if (isLooking) return;
    isLooking = true;
    for (const bus of [...missing]) if (await answers(bus)) missing.delete(bus);
    isLooking = false;
    if (missing.size > 0 || isBusy() || timer === null) return;
    clearInterval(timer);
    timer = null;
    logNote('it is started anew, to be connected with the message bus that was lost');
    restart();
  };
  onLostBus((bus) => {
    logProblem('a message bus was lost; everything but the tray goes on', `the ${bus} bus`);
    missing.add(bus);
    onLost(bus);
    timer ??= setInterval(() => void look(), patience);
  });
}
