import dbus from 'dbus-next';
import { execa } from 'execa';
import { once } from 'node:events';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { temporaryDirectory } from './temporary-directory.js';

const NOTIFICATIONS = 'org.freedesktop.Notifications';

/** A fake desktop: a session bus of its own, and a service that remembers what it was to show. */
export interface NotificationRecorder {
  /** For a process of this desktop. */
  readonly environment: Readonly<Record<'DBUS_SESSION_BUS_ADDRESS' | 'DISPLAY', string>>;
  readonly shown: readonly ShownNotification[];
}

export interface ShownNotification {
  readonly title: string;
  readonly body: string;
}

export async function notificationRecorder(): Promise<NotificationRecorder> {
  const address = `unix:path=${join(await temporaryDirectory(), 'bus')}`;
  const daemon = execa(
    'dbus-daemon',
    ['--session', '--nofork', '--print-address', `--address=${address}`],
    { reject: false },
  );
  onTestFinished(async () => {
    daemon.kill();
    await daemon;
  });
  await once(daemon.stdout, 'data');
  const bus = dbus.sessionBus({ busAddress: address });
  const service = new FakeNotificationService(NOTIFICATIONS);
  bus.export('/org/freedesktop/Notifications', service);
  await bus.requestName(NOTIFICATIONS, 0);
  onTestFinished(() => bus.disconnect());
  const environment = { DBUS_SESSION_BUS_ADDRESS: address, DISPLAY: ':4711' };
  return { environment, shown: service.shown };
}

class FakeNotificationService extends dbus.interface.Interface {
  readonly shown: ShownNotification[] = [];

  Notify(
    _application: string,
    _replaces: number,
    _icon: string,
    title: string,
    body: string,
  ): number {
    return this.shown.push({ title, body });
  }

  GetServerInformation(): readonly string[] {
    return ['Fake', 'test', '1', '1.2'];
  }
}

FakeNotificationService.configureMembers({
  methods: {
    Notify: { inSignature: 'susssasa{sv}i', outSignature: 'u' },
    GetServerInformation: { outSignature: 'ssss' },
  },
});
