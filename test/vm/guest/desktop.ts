import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { FakeNotificationServer } from '../../app/fake-notification-server.js';
import { FakeTrayHost } from '../../app/fake-tray-host.js';

/**
 * A fake desktop on the bus of the session in which it runs: notifications and a tray. It prints what happens as lines of
 * JSON, and does what it reads from the FIFO that its argument names.
 */
type Command =
  | { readonly command: 'click-notification'; readonly id: number; readonly action: string }
  | { readonly command: 'click-menu'; readonly label: string }
  | { readonly command: 'show-tray' };

const [, , commands = ''] = process.argv;

const tray = await FakeTrayHost.start((item) => print({ event: 'tray', item }));
const notifications = await FakeNotificationServer.start(print);
// For writing too: then it does not end when one who gives commands has gone.
const fifo = await open(commands, constants.O_RDWR);
print({ event: 'ready' });
for await (const line of createInterface({ input: fifo.createReadStream() })) {
  await obey(JSON.parse(line) as Command & { readonly request: number });
}

async function obey(command: Command & { readonly request: number }): Promise<void> {
  const { request } = command;
  try {
    print({ event: 'did', request, result: await answer(command) });
  } catch (error) {
    print({ event: 'did', request, error: String(error) });
  }
}

async function answer(command: Command): Promise<unknown> {
  switch (command.command) {
    case 'click-notification':
      notifications.click(command.id, command.action);
      return null;
    case 'click-menu':
      await tray.click(command.label);
      return null;
    case 'show-tray':
      return { tooltip: await tray.tooltip(), menu: await tray.menu() };
  }
}

function print(event: object): void {
  process.stdout.write(`${JSON.stringify(event)}\n`);
}
