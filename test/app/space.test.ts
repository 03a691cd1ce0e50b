import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { EMPTY_RUN_LOG } from '../../main/shared/run-log.js';
import { systemClock } from '../../main/system/clock.js';
import { folderProfile, writeSettings } from './settings-of-test.js';
import { makeHome, startApplication } from './test-application.js';

const DAY = 24 * 60 * 60_000;
const GB = 1000 ** 3;

it.each([
  ['fills up', [30, 100], [0, 40], '960 GB of 1 TB used, full in about 20 days', true],
  ['fills slowly', [30, 510], [0, 500], '500 GB of 1 TB used, full in about 4 years', false],
  ['becomes emptier', [30, 400], [0, 500], '500 GB of 1 TB used', false],
  ['was seen for too short a time', [2, 510], [0, 500], '500 GB of 1 TB used', false],
] as const)('a disk that %s is told of', async (_what, before, last, words, nearlyFull) => {
  const home = await makeHome();
  onTestFinished(home.remove);
  await writeSettings(home, { profiles: [folderProfile(home, 'letters', 'Letters')] });
  const now = systemClock.now().getTime();
  const letters = [before, last].map(([daysAgo, free]) => ({
    at: now - daysAgo * DAY,
    free: free * GB,
    total: 1000 * GB,
  }));
  const log = JSON.stringify({ ...EMPTY_RUN_LOG, spaces: { letters } });
  await writeFile(join(home.settings, '../runs.json'), log);
  const application = await startApplication(home);
  onTestFinished(application.stop);
  const window = await application.window();
  await window.getByText(words, { exact: true }).waitFor();
  expect(await window.locator('.nearly-full').count()).toBe(nearlyFull ? 1 : 0);
});
