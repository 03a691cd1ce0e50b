import { writeFile } from 'node:fs/promises';
import { onTestFinished } from 'vitest';
import { EMPTY_SETTINGS, type Settings } from '../../main/shared/settings.js';
import { DEFAULT_TRIGGERS } from '../../main/shared/triggers.js';
import { FakeNotificationServer } from './fake-notification-server.js';
import { FakeTrayHost } from './fake-tray-host.js';
import { makeHome, startApplication } from './test-application.js';
import type { SystemWithDisk } from './system-with-disk.js';

/** Starts the application on a machine of its own, with a desktop around it; all of it ends with the test. */
export async function startApplicationOn(
  system: SystemWithDisk,
  triggers = DEFAULT_TRIGGERS,
  some: Partial<Settings> = {},
) {
  const home = await makeHome();
  onTestFinished(home.remove);
  const settings: Settings = { ...EMPTY_SETTINGS, triggers: { system: triggers }, ...some };
  await writeFile(home.settings, JSON.stringify(settings));
  const tray = await FakeTrayHost.start();
  onTestFinished(() => tray.stop());
  const notifications = await FakeNotificationServer.start();
  onTestFinished(() => notifications.stop());
  const application = await startApplication(home, [], system.electron);
  onTestFinished(application.stop);
  return { home, tray, notifications, system, application, window: await application.window() };
}
