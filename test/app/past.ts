import { mkdir, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { DEFAULT_REMOTE_CHOICES } from '../../main/shared/remote-choices.js';
import { DEFAULT_ROTATION_POLICY } from '../../main/shared/rotation-policy.js';
import type { Profile } from '../../main/shared/profile.js';
import { systemClock } from '../../main/system/clock.js';
import { BUILT_COMMAND } from '../support/command-line.js';
import { runProgram } from '../support/run-program.js';
import { FakeTrayHost } from './fake-tray-host.js';
import { makeHome, type TestHome } from './test-application.js';
import { writeSettings } from './settings-of-test.js';

/** Files of a person, and backups of them from several days, made by the program itself. */
export interface Past {
  readonly source: string;
  readonly latest: string;
  readonly parent: string;
  /** Names of the snapshots, oldest first. */
  readonly snapshots: readonly string[];
  readonly profile: Profile;
}

/** A home with a past, and a tray, until the test ends. */
export async function makePastForTest(): Promise<{
  readonly home: TestHome;
  readonly past: Past;
  readonly tray: FakeTrayHost;
}> {
  const home = await makeHome();
  onTestFinished(home.remove);
  const tray = await FakeTrayHost.start();
  onTestFinished(() => tray.stop());
  return { home, past: await makePast(home), tray };
}

const DAY = 24 * 60 * 60 * 1000;

/**
 * - three days ago: `Documents/letter.odt` says “first”, and there is `Documents/old-plan.ods`
 * - yesterday: `letter.odt` says “second”, `old-plan.ods` has gone
 * - today: `letter.odt` says “third”
 */
async function makePast(home: TestHome): Promise<Past> {
  const source = join(home.path, 'anna');
  const parent = join(home.path, 'backup');
  const latest = join(parent, 'latest');
  const documents = join(source, 'Documents');
  await mkdir(join(documents, 'Invoices'), { recursive: true });
  await mkdir(join(source, 'Pictures'));
  await mkdir(parent);
  await write(join(source, 'will.odt'), 'my last will\n', 30);
  await write(join(documents, 'Invoices/march.pdf'), '%PDF-1.4 not really\n', 20);
  await write(join(documents, 'old-plan.ods'), 'the old plan\n', 9);
  await write(join(documents, 'letter.odt'), 'Dear aunt\nfirst\nYours\n', 4);
  const snapshots = [await backUp(source, latest, 3)];
  await write(join(documents, 'letter.odt'), 'Dear aunt\nsecond\nYours\n', 2);
  await rm(join(documents, 'old-plan.ods'));
  snapshots.push(await backUp(source, latest, 1));
  await write(join(documents, 'letter.odt'), 'Dear aunt\nthird\nYours\n', 0);
  snapshots.push(await backUp(source, latest, 0));
  const profile: Profile = {
    ...{ id: 'anna', name: 'Anna’s files', source, destination: latest },
    ...{ cryptoName: null, mountPoint: null, remote: DEFAULT_REMOTE_CHOICES },
    ...{ excludes: [], multiFs: false },
    ...{ rotation: DEFAULT_ROTATION_POLICY, skipUnchanged: false, destinationId: null },
  };
  await writeSettings(home, { profiles: [profile] });
  return { source, latest, parent, snapshots, profile };
}

/** A file that was last changed a minute before the same time of that day. */
export async function write(path: string, text: string, daysAgo: number): Promise<void> {
  await writeFile(path, text);
  const time = new Date(systemClock.now().getTime() - daysAgo * DAY - 60_000);
  await utimes(path, time, time);
}

/** A snapshot that is given the name of an earlier time; answers that name. */
export async function backUp(source: string, latest: string, daysAgo: number): Promise<string> {
  const options = ['--no-sudo', '--disable-notifications', '--quiet', '--backup', '--snapshot'];
  await runProgram(process.execPath, [BUILT_COMMAND, ...options, '--', source, latest]);
  const parent = join(latest, '..');
  const list = await runProgram(process.execPath, [BUILT_COMMAND, '--list', '--json', latest]);
  const last = list.trim().split('\n').at(-1) ?? '{}';
  const { name } = JSON.parse(last) as { readonly name: string };
  if (daysAgo === 0) return name;
  const then = new Date(systemClock.now().getTime() - daysAgo * DAY);
  const digits = (value: number): string => String(value).padStart(2, '0');
  const date = [then.getFullYear(), digits(then.getMonth() + 1), digits(then.getDate())].join('-');
  const earlier = `${date} 14:05:00`;
  await rename(join(parent, name), join(parent, earlier));
  const records = join(parent, '.rsync-system-backup/snapshots');
  await runProgram('sed', ['-i', `s/${name}/${earlier}/`, join(records, `${name}.json`)]);
  await rename(join(records, `${name}.json`), join(records, `${earlier}.json`));
  return earlier;
}
