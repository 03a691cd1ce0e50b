import { onTestFinished } from 'vitest';
import { FakeNotificationServer } from './fake-notification-server.js';
import { FakeTrayHost } from './fake-tray-host.js';
import { makeHome, type TestHome } from './test-application.js';

export interface DesktopForTest {
  readonly home: TestHome;
  readonly tray: FakeTrayHost;
  readonly notifications: FakeNotificationServer;
}

/** A person's home directory and desktop, until the test ends. */
export async function desktopForTest(): Promise<DesktopForTest> {
  const home = await makeHome();
  onTestFinished(home.remove);
  const tray = await FakeTrayHost.start();
  onTestFinished(() => tray.stop());
  const notifications = await FakeNotificationServer.start();
  onTestFinished(() => notifications.stop());
  return { home, tray, notifications };
}
