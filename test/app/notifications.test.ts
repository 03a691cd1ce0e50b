import { expect, it } from 'vitest';
import type { HelperEvent } from '../../main/shared/helper-protocol.js';
import { fakeHelper, finished, STARTED } from './fake-helper.js';
import { startApplicationOn } from './start-on.js';
import { systemWithDisk } from './system-with-disk.js';
import { eventually } from './test-application.js';

const NORMAL = 1;
const CRITICAL = 2;
const OPEN = ['default', 'Open', '0', 'Open'];
const RETRY = [...OPEN, '1', 'Retry'];
const UNMOUNT = [...OPEN, '1', 'Unmount “Blue disk”'];

/** Words, buttons and urgency of a notification. */
type Told = readonly [string, readonly string[], number];

/** What a run says, and what the person is told of it. */
type Ending = readonly [readonly HelperEvent[], ...Told];

const UNREAD: HelperEvent = {
  event: 'warning',
  code: 'files-unreadable',
  message: 'Some files.',
  files: ['Mail/broken.mbox'],
};

const ENDINGS: readonly Ending[] = [
  [
    [finished('complete', true)],
    'Finished in 1 second. “Blue disk” can be unplugged.',
    OPEN,
    NORMAL,
  ],
  [[finished('complete')], 'Finished in 1 second.', UNMOUNT, NORMAL],
  [
    [UNREAD, finished('warnings')],
    'Finished in 1 second, but 1 file was not backed up.',
    UNMOUNT,
    NORMAL,
  ],
  [
    [finished('cancelled')],
    'The backup was cancelled. Older snapshots are not affected.',
    UNMOUNT,
    NORMAL,
  ],
  [[finished('skipped')], 'Nothing was backed up.', UNMOUNT, NORMAL],
  [
    [problem('disk-full', 'There is no room left.'), finished('failed')],
    'There is no room left. Help it.',
    RETRY,
    CRITICAL,
  ],
];

it(
  'everything that there is to tell of runs and disks is told, with its buttons',
  { timeout: 240_000 },
  async () => {
    const system = await systemWithDisk();
    const helper = await fakeHelper(system);
    await system.mount();
    const { tray, notifications, window } = await startApplicationOn(system);
    await window.getByText('in use').waitFor();
    await window.close();
    let heard = 0;
    const told = async (...[body, actions, urgency]: Told): Promise<void> => {
      await eventually(() => expect(notifications.sent.length).toBeGreaterThan(heard));
      const title = 'System';
      expect(notifications.sent[heard]).toMatchObject({ title, body, actions, urgency });
      heard += 1;
    };
    const click = (action: string): void => notifications.click(notifications.lastId, action);
    const started: Told = ['The backup has started.', OPEN, NORMAL];

    await system.plug();
    await told(...started);
    await helper.say(STARTED, problem('disk-busy', 'The disk is busy.'), finished('failed'));
    await told('The disk is busy. Help it. It will be tried again.', RETRY, NORMAL);
    click('1');
    for (const [events, ...ending] of ENDINGS) {
      await told(...started);
      await helper.say(STARTED, ...events);
      await told(...ending);
      await tray.click('Back up now');
    }

    await told(...started);
    await helper.say(STARTED, { event: 'passphrase', disk: 'blue', attempt: 1 });
    await told('“blue” is waiting for its passphrase.', OPEN, CRITICAL);
    await tray.click('Cancel');
    await helper.say(finished('cancelled'));
    await told('The backup was cancelled. Older snapshots are not affected.', UNMOUNT, NORMAL);

    click('1');
    await helper.say(problem('disk-busy', '“Blue disk” is still in use.'));
    await told('“Blue disk” is still in use. Help it.', OPEN, CRITICAL);
    await tray.click('Unmount “Blue disk”');
    await helper.say({ event: 'answer', answer: null });
    await told('“Blue disk” is unmounted and can be unplugged.', OPEN, NORMAL);
    expect(system.pkexec.calls().slice(-2)).toEqual(['lock system', 'lock system']);
    expect(notifications.sent).toHaveLength(heard);
  },
);

function problem(code: string, message: string): HelperEvent {
  return { event: 'error', code, message, advice: 'Help it.', detail: '' };
}
