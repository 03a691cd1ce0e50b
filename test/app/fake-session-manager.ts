import dbus from 'dbus-next';
import { onTestFinished } from 'vitest';

/** https://gitlab.gnome.org/GNOME/gnome-session/-/blob/main/gnome-session/org.gnome.SessionManager.xml */
const MANAGER = 'org.gnome.SessionManager';

/** Of `Inhibit`: neither the computer may be suspended, nor the session become idle. */
const FLAGS = { 4: 'suspend', 8: 'idle' } as const;

/**
 * A fake: GNOME's session manager as far as Chromium asks it to keep the computer awake. That a computer stays awake then is
 * looked at by hand.
 */
export class FakeSessionManager extends dbus.interface.Interface {
  readonly #held = new Map<number, string>();
  #last = 0;

  private constructor() {
    super(MANAGER);
  }

  /** Until the test ends. */
  static async start(): Promise<FakeSessionManager> {
    const bus = dbus.sessionBus();
    const manager = new FakeSessionManager();
    bus.export('/org/gnome/SessionManager', manager);
    await bus.requestName(MANAGER, 0);
    onTestFinished(() => bus.disconnect());
    return manager;
  }

  /** What may not happen now. */
  get held(): readonly string[] {
    return [...this.#held.values()];
  }

  Inhibit(_application: string, _window: number, _reason: string, flags: number): number {
    const names = Object.entries(FLAGS).filter(([flag]) => (flags & Number(flag)) !== 0);
    this.#held.set(++this.#last, names.map(([, name]) => name).join(' and '));
    return this.#last;
  }

  Uninhibit(cookie: number): void {
    this.#held.delete(cookie);
  }
}

FakeSessionManager.configureMembers({
  methods: {
    Inhibit: { inSignature: 'susu', outSignature: 'u' },
    Uninhibit: { inSignature: 'u' },
  },
});
