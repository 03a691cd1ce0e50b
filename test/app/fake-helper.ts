import { existsSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { HelperEvent } from '../../main/shared/helper-protocol.js';
import type { FinishedEvent } from '../../main/shared/run-event.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import type { SystemWithDisk } from './system-with-disk.js';
import { eventually } from './test-application.js';

export interface FakeHelper {
  /** Lets the one that runs, or else the next one, say something; one that has said its last word ends. */
  readonly say: (...events: readonly HelperEvent[]) => Promise<void>;
}

/**
 * A fake: in the place of the helper, a script that says what the test lets it say, whatever it was asked for, and does
 * nothing. The real one is in installed-profiles.test.ts.
 */
export async function fakeHelper(system: SystemWithDisk): Promise<FakeHelper> {
  const directory = await temporaryDirectory();
  const [written, next] = [join(directory, 'written'), join(directory, 'next')];
  await system.replaceHelper(`#!/bin/sh
# A fake of the helper, which ends with the test at the latest.
while [ -d '${directory}' ]; do
  if [ -e '${next}' ]; then
    said=$(cat '${next}')
    rm '${next}'
    printf '%s\\n' "$said"
    printf '%s\\n' "$said" | tail --lines=1 | grep --quiet '^{"event":"\\(finished\\|answer\\|error\\)"' && exit 0
  fi
  sleep 0.05
done
`);
  return {
    say: async (...events) => {
      await eventually(() => expect(existsSync(next)).toBe(false));
      await writeFile(written, events.map((event) => `${JSON.stringify(event)}\n`).join(''));
      await rename(written, next);
    },
  };
}

export const STARTED: HelperEvent = {
  event: 'start',
  version: 1,
  tool: 'fake',
  source: '/',
  destination: '/mnt',
  dryRun: false,
};

export function finished(
  outcome: FinishedEvent['outcome'],
  safeToUnplug: FinishedEvent['safeToUnplug'] = null,
): HelperEvent {
  return {
    event: 'finished',
    outcome,
    seconds: 1,
    snapshot: null,
    changes: null,
    destinationId: null,
    safeToUnplug,
  };
}
