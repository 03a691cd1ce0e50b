import { expect, it, onTestFinished, vi } from 'vitest';
import type { Phase } from '../../main/shared/run-event.js';
import { fakeHelper, finished, STARTED } from './fake-helper.js';
import { FakeSessionManager } from './fake-session-manager.js';
import { startApplicationOn } from './start-on.js';
import { systemWithDisk } from './system-with-disk.js';
import { eventually } from './test-application.js';

/** In each of them, what the desktop was asked to keep from happening. */
const PHASES: readonly (readonly [Phase, readonly string[]])[] = [
  ['unlock', []],
  ['rsync', ['suspend']],
  ['snapshot', ['suspend']],
  ['rotate', []],
  ['rsync', ['suspend']],
];

it('the computer is kept awake while files are copied, its screen is not, and no longer', async () => {
  // Chromium asks whom it expects on this desktop.
  vi.stubEnv('XDG_CURRENT_DESKTOP', 'GNOME');
  onTestFinished(() => void vi.unstubAllEnvs());
  const session = await FakeSessionManager.start();
  const system = await systemWithDisk();
  const helper = await fakeHelper(system);
  const { tray, window } = await startApplicationOn(system);
  await tray.click('Back up now');
  await helper.say(STARTED);
  for (const [phase, held] of PHASES) {
    await helper.say({ event: 'phase', phase });
    await eventually(() => expect(session.held).toEqual(held));
  }
  await helper.say(finished('cancelled'));
  await window.getByText('The backup was cancelled.').waitFor();
  await eventually(() => expect(session.held).toEqual([]));
});
