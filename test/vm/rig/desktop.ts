import type { FollowedFile, GuestShell } from './guest-shell.js';
import { AS_NODE, guestCommand } from './guest-programs.js';
import { startInSession } from './session.js';

export interface ShownNotification {
  readonly id: number;
  readonly title: string;
  readonly body: string;
  readonly replaces: number;
  readonly actions: readonly string[];
}

export interface TrayMenuEntry {
  readonly label: string;
  readonly enabled: boolean;
}

export interface Desktop {
  /** All notifications up to now, those from before the scenario included. */
  readonly notifications: () => readonly ShownNotification[];
  /** Waits for one that was not waited for yet. */
  readonly notification: (
    wanted: (notification: ShownNotification) => boolean,
    timeout?: number,
  ) => Promise<ShownNotification>;
  readonly clickNotification: (id: number, action: string) => Promise<void>;
  readonly clickMenu: (label: string) => Promise<void>;
  /** Waits until as many items as that have been put into the tray, those from before the scenario included. */
  readonly trayItems: (count: number, timeout?: number) => Promise<void>;
  readonly tray: () => Promise<{
    readonly tooltip: string;
    readonly menu: readonly TrayMenuEntry[];
  }>;
  readonly stop: () => void;
}

interface Line {
  readonly event: string;
  readonly id?: number;
  readonly notification?: Omit<ShownNotification, 'id'>;
  readonly request?: number;
  readonly result?: unknown;
  readonly error?: string;
}

const NAME = 'desktop';
const OUTPUT = `/run/rig/${NAME}/stdout`;
const COMMANDS = '/run/rig/desktop-commands';

/** Starts the fake desktop in tester's session; it is part of every saved state. */
export async function startDesktop(root: GuestShell): Promise<void> {
  await root.script(`
    mkdir -p /run/rig; rm -f ${COMMANDS}; mkfifo -m 666 ${COMMANDS}; chown tester: ${COMMANDS}`);
  const command = guestCommand('desktop', COMMANDS);
  await startInSession(root, { name: NAME, command, environment: AS_NODE });
  await said(root, 'ready');
}

/** Waits until a program shows itself in the tray. */
export async function waitForTrayItem(root: GuestShell): Promise<void> {
  await said(root, '"tray"');
}

async function said(root: GuestShell, word: string): Promise<void> {
  const file = root.follow(OUTPUT);
  try {
    await file.until((line) => line.includes(word));
  } finally {
    file.stop();
  }
}

/** What the fake desktop of the guest has seen, and its hands. */
export function watchDesktop(root: GuestShell): Desktop {
  const file = root.follow(OUTPUT);
  let taken = 0;
  const ask = requests(root, file);
  return {
    notifications: () => file.lines.flatMap(notificationIn),
    notification: async (wanted, timeout = 60_000) => {
      const isNew = (lines: readonly string[]): boolean =>
        lines.flatMap(notificationIn).slice(taken).some(wanted);
      await file.untilAll(isNew, timeout);
      const all = file.lines.flatMap(notificationIn);
      const index = all.findIndex((notification, at) => at >= taken && wanted(notification));
      taken = index + 1;
      const found = all[index];
      if (found === undefined) throw new Error('The notification has vanished.');
      return found;
    },
    clickNotification: async (id, action) => {
      await ask({ command: 'click-notification', id, action });
    },
    clickMenu: async (label) => {
      await ask({ command: 'click-menu', label });
    },
    trayItems: (count, timeout = 60_000) => {
      const shown = (lines: readonly string[]): boolean =>
        lines.filter((line) => parse(line).event === 'tray').length >= count;
      return file.untilAll(shown, timeout);
    },
    tray: async () => (await ask({ command: 'show-tray' })) as Awaited<ReturnType<Desktop['tray']>>,
    stop: file.stop,
  };
}

function requests(root: GuestShell, file: FollowedFile) {
  // Others have asked before the state was saved.
  const base = Math.floor(performance.now());
  let count = 0;
  return async (command: Readonly<Record<string, unknown>>): Promise<unknown> => {
    const request = base * 1000 + count++;
    const text = `${JSON.stringify({ ...command, request })}\n`;
    await root.run('sh', ['-c', `cat > ${COMMANDS}`], { input: text });
    const isAnswer = (line: string): boolean => parse(line).request === request;
    await file.untilAll((lines) => lines.some(isAnswer), 60_000);
    const { result, error } = parse(file.lines.find(isAnswer) ?? '{}');
    if (error !== undefined) throw new Error(error);
    return result;
  };
}

function notificationIn(line: string): readonly ShownNotification[] {
  const { event, id = 0, notification } = parse(line);
  return event === 'sent' && notification !== undefined ? [{ id, ...notification }] : [];
}

function parse(line: string): Line {
  return JSON.parse(line) as Line;
}
