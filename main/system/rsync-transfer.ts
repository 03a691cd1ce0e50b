import { parseRsyncMessage, type RsyncMessage } from '../domain/rsync-message.js';
import { parseRsyncProgress, type RsyncProgress } from '../domain/rsync-progress.js';
import { parseRsyncStatistics } from '../domain/rsync-statistics.js';
import {
  comparisonArguments,
  rehearsalArguments,
  rsyncArguments,
} from '../domain/rsync-arguments.js';
import type { Transfer, TransferObserver, TransferResult } from '../engine/ports.js';
import { lineSplitter } from './line-splitter.js';
import { checkInstalled } from './installed-programs.js';
import type { Tools } from './tools.js';

/** An out-of-control source must not fill the memory with complaints. */
const MESSAGE_LIMIT = 10_000;

/** @param password for an rsync daemon; null: none was given */
export function rsyncTransfer(tools: Tools, password: string | null = null): Transfer {
  // Otherwise rsync takes options from a popt alias file, and excludes from ~/.cvsignore, of whoever runs it.
  const environment = { HOME: '', ...(password === null ? {} : { RSYNC_PASSWORD: password }) };
  const runWith = (
    args: readonly string[],
    observer: TransferObserver,
    signal: AbortSignal,
    input?: Uint8Array,
  ): Promise<TransferResult> => runRsync(tools, args, environment, observer, signal, input);
  return {
    checkInstalled: () => checkInstalled('rsync'),
    run: (plan, observer, signal) => runWith(rsyncArguments(plan), observer, signal),
    rehearse: (plan, observer, signal) => runWith(rehearsalArguments(plan), observer, signal),
    compare: (plan, names, observer, signal) => {
      const input = names === null ? undefined : joinWithNul(names);
      return runWith(comparisonArguments(plan, names !== null), observer, signal, input);
    },
  };
}

async function runRsync(
  tools: Tools,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  observer: TransferObserver,
  signal: AbortSignal,
  input?: Uint8Array,
): Promise<TransferResult> {
  const messages: RsyncMessage[] = [];
  const statistics: string[] = [];
  let checksum: string | null = null;
  let progress: RsyncProgress | null = null;
  const output = lineSplitter((line) => {
    if (ITEM.test(line)) {
      observer.onChange(line);
      return;
    }
    const report = parseRsyncProgress(line, progress);
    if (report === null) {
      checksum ??= NEGOTIATED.exec(line)?.[1] ?? null;
      statistics.push(line);
      return;
    }
    progress = report;
    observer.onProgress?.(report);
  });
  const complaints = lineSplitter((line) => {
    if (messages.length < MESSAGE_LIMIT) messages.push(parseRsyncMessage(line));
  });
  const { exitCode } = await tools.runHeavy('rsync', args, {
    signal,
    environment,
    onOutput: output.push,
    onComplaint: complaints.push,
    ...(input === undefined ? {} : { input }),
  });
  output.end();
  complaints.end();
  return { exitCode, messages, checksum, statistics: parseRsyncStatistics(statistics) };
}

/** The first column of OUT_FORMAT; nothing else that rsync prints begins like this. */
const ITEM = /^(?:\*deleting|[<>ch.][fdLDS][.+? a-zA-Z]{9} )/;
/** rsync(1), --debug=NSTR. */
const NEGOTIATED = /checksum: (\S+)/;

function joinWithNul(names: readonly Uint8Array[]): Uint8Array {
  const nul = Buffer.from([0]);
  return Buffer.concat(names.flatMap((name) => [name, nul]));
}
