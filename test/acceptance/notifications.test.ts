import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runCommandLine, snapshotOf } from '../support/command-line.js';
import { notificationRecorder } from '../support/notification-recorder.js';
import { hideProgram, privateNamespace } from '../support/private-namespace.js';
import { smallSource } from '../support/small-source.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

/** Processes of its own: somebody is logged in at the desktop on the bus, and cron's command knows nothing of it. */
function underCron(bus: string): readonly string[] {
  const login = 'DBUS_SESSION_BUS_ADDRESS="$1" DISPLAY=:4711 sleep infinity & shift';
  const forget = ['DBUS_SESSION_BUS_ADDRESS', 'DISPLAY', 'WAYLAND_DISPLAY', 'XDG_RUNTIME_DIR'];
  return [
    ...['env', ...forget.flatMap((name) => ['-u', name])],
    ...['unshare', '--pid', '--fork', '--kill-child', '--mount-proc'],
    ...['sh', '-c', `${login}; "$@"`, 'sh', bus],
  ];
}

async function directories() {
  const here = await temporaryDirectory();
  const source = await smallSource(join(here, 'source'));
  return { here, source, args: [source, join(here, 'backups/latest')] };
}

it('shows start and end on the desktop of its caller', async () => {
  const { args } = await directories();
  const { environment, shown } = await notificationRecorder();
  snapshotOf(await runCommandLine(args, { environment, notifications: true }));
  expect(shown).toEqual([
    { title: 'System backup', body: 'The backup is starting.' },
    { title: 'System backup', body: expect.stringMatching(/^Finished in .+\.$/) as string },
  ]);
});

it('says why a backup failed, and takes no name for markup', async () => {
  const { here, source } = await directories();
  const { environment, shown } = await notificationRecorder();
  const foreign = join(here, '<b>a & b</b>', 'latest');
  await mkdir(join(foreign, 'somebody’s'), { recursive: true });
  await runCommandLine([source, foreign], { environment, notifications: true });
  const last = shown.at(-1);
  expect(last?.title).toBe('System backup failed');
  expect(last?.body).toContain('/&lt;b&gt;a &amp; b&lt;/b&gt;/latest” holds files');
});

it('finds the desktop of a person who is logged in, as root under cron', async () => {
  const { args } = await directories();
  const { environment, shown } = await notificationRecorder();
  const through = underCron(environment.DBUS_SESSION_BUS_ADDRESS);
  snapshotOf(await runCommandLine(args, { through, notifications: true }));
  expect(shown.map(({ body }) => body)).toContain('The backup is starting.');
});

it('shows nothing when it is told so', async () => {
  const { args } = await directories();
  const { environment, shown } = await notificationRecorder();
  snapshotOf(await runCommandLine(args, { environment }));
  expect(shown).toEqual([]);
});

it('backs up all the same where notify-send fails or is not installed', async () => {
  const { here, args } = await directories();
  const nowhere = { DBUS_SESSION_BUS_ADDRESS: `unix:path=${here}/nowhere`, DISPLAY: ':4711' };
  snapshotOf(await runCommandLine(args, { environment: nowhere, notifications: true }));
  await rm(join(here, 'backups'), { recursive: true });
  const namespace = await privateNamespace();
  await hideProgram(namespace, '/usr/bin/notify-send');
  const options = { through: namespace.enter, environment: nowhere, notifications: true };
  snapshotOf(await runCommandLine(args, options));
});
