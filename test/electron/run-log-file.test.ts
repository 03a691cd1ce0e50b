import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { RunLogFile } from '../../electron/runs/run-log-file.js';
import { parseRunLog } from '../../main/shared/parse-run-log.js';

const HELD = { profileId: 'home', profileName: 'Home', reason: 'paused' } as const;

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'rsync-system-backup-log-'));
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
});

afterEach(() => {
  rmSync(directory, { recursive: true });
  vi.restoreAllMocks();
});

it('is kept in a file', async () => {
  const path = join(directory, 'new/runs.json');
  const log = new RunLogFile(path, () => undefined);
  for (let to = 0; to < 20; to += 1) log.hold({ ...HELD, to });
  await log.written();
  expect(new RunLogFile(path, () => undefined).entries).toEqual(log.entries);
  expect(log.problem).toBeNull();
});

it.each(['', '{"version":99}', '{"version":1,"entries":[{"kind":"run"}]'])(
  'that is %j is kept under another name, and named',
  async (text) => {
    const path = join(directory, 'runs.json');
    writeFileSync(path, text);
    const log = new RunLogFile(path, () => undefined);
    expect(log.problem?.detail).toContain(`${path}.not-understood`);
    expect(readFileSync(`${path}.not-understood`, 'utf8')).toBe(text);
    log.hold({ ...HELD, to: 1 });
    await log.written();
    expect(parseRunLog(readFileSync(path, 'utf8')).ok).toBe(true);
  },
);

it('that cannot be written says so, goes on, and says nothing more once it can', async () => {
  const blocker = join(directory, 'blocker');
  writeFileSync(blocker, '');
  const changes = vi.fn();
  const log = new RunLogFile(join(blocker, 'runs.json'), changes);
  log.hold({ ...HELD, to: 1 });
  await log.written();
  expect(log.problem?.code).toBe('log-not-written');
  expect(log.entries).toHaveLength(1);
  rmSync(blocker);
  log.hold({ ...HELD, to: 2 });
  await log.written();
  expect(log.problem).toBeNull();
});
