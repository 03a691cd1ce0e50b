import { expect, it } from 'vitest';
import { startCommand } from '../../electron/autostart/start-command.js';

const MOUNTED = '/tmp/.mount_SystemXyz12';
const APPIMAGE = '/home/ada/System Backup.AppImage';

it('a program that is installed is started by its script', () => {
  const started = { execPath: '/opt/a/backup', appPath: null, start: '/opt/a/start.sh' };
  expect(startCommand(started, {})).toEqual(['/opt/a/start.sh', '/opt/a/backup']);
});

it('one that is not names its folder too', () => {
  const started = { execPath: '/b/electron', appPath: '/b', start: '/b/start.sh' };
  expect(startCommand(started, {})).toEqual(['/b/start.sh', '/b/electron', '/b']);
});

it('an AppImage is started itself, not what is mounted for now', () => {
  const [execPath, start] = [`${MOUNTED}/backup`, `${MOUNTED}/start.sh`];
  const environment = { APPIMAGE, APPDIR: MOUNTED };
  expect(startCommand({ execPath, appPath: null, start }, environment)).toEqual([APPIMAGE]);
});

it('another AppImage that has started this program is not started in its place', () => {
  const started = { execPath: '/opt/a/backup', appPath: null, start: '/opt/a/start.sh' };
  const environment = { APPIMAGE: '/home/ada/Terminal.AppImage', APPDIR: '/tmp/.mount_Term' };
  expect(startCommand(started, environment)).toEqual(['/opt/a/start.sh', '/opt/a/backup']);
});
