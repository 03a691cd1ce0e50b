import dbus from 'dbus-next';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { Bus } from '../../electron/dbus/bus.js';
import { NetworkService } from '../../electron/networks/network-service.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

it('says in one plain line that there is no system bus', async () => {
  const said: unknown[][] = [];
  const hear = (...line: unknown[]): void => void said.push(line);
  vi.spyOn(console, 'info').mockImplementation(hear);
  vi.spyOn(console, 'error').mockImplementation(hear);
  const socket = join(await temporaryDirectory(), 'none');
  const connect = () => dbus.sessionBus({ busAddress: `unix:path=${socket}` });
  const service = new NetworkService(new Bus(connect), () => undefined);
  await service.start();
  vi.restoreAllMocks();
  expect(service.names).toBeNull();
  expect(said).toEqual([
    [`System Backup: the networks of this computer are not known: connect ENOENT ${socket}`],
  ]);
});
