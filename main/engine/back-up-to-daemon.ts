import { daemonFailure } from '../domain/daemon-failure.js';
import { formatDestination, type DaemonDestination } from '../domain/destination.js';
import type { TransferPlan } from '../domain/rsync-arguments.js';
import {
  isConnectionBroken,
  RSYNC_PARTIAL,
  RSYNC_VANISHED,
  rsyncExitMeaning,
} from '../domain/rsync-exit.js';
import { isDiskFull } from '../domain/rsync-message.js';
import { tunnelFailure, type TunnelEnd } from '../domain/tunnel-failure.js';
import { BackupError } from '../shared/backup-error.js';
import { refuseBackupAsSource } from './check-contents.js';
import type { DaemonModule, TransferObserver, TransferResult } from './ports.js';
import type { RunContext } from './run-context.js';
import { connectionBroken } from './transfer-failure.js';
import { countChanges, reportProgress, tellChange, warnOfFiles } from './transfer-changes.js';

/**
 * Copies to an rsync daemon. Nothing else can be done there: snapshots, their rotation and the records of both are the
 * daemon's business, which calls this program after the transfer (rsyncd.conf(5), post-xfer exec).
 */
export async function backUpToDaemon(
  context: RunContext,
  destination: DaemonDestination,
): Promise<void> {
  const { description, ports } = context;
  if (!description.actions.backup) return;
  await refuseBackupAsSource(context);
  context.enter('prepare');
  await copyChanges(context, destination, await ports.daemonModule(destination));
  context.warn(
    'left-to-daemon',
    'Snapshots and their rotation are left to the rsync daemon (post-xfer exec).',
  );
}

async function copyChanges(
  context: RunContext,
  destination: DaemonDestination,
  { receiver, tunnel }: DaemonModule,
): Promise<void> {
  context.enter('rsync');
  const { source, excludes, multiFs, dryRun } = context.description;
  const plan: TransferPlan = { source, ...receiver, excludes, multiFs };
  const counter = countChanges();
  const observer: TransferObserver = {
    onChange: (line) => {
      counter.add(line);
      if (dryRun) tellChange(context, line);
    },
    onProgress: reportProgress(context, null),
  };
  const { transfer } = context.ports;
  const result = dryRun
    ? await transfer.rehearse(plan, observer, context.signal)
    : await transfer.run(plan, observer, context.signal);
  const failure = failureOf(result, destination, tunnel);
  if (failure !== null) throw failure;
  warnOfFiles(context, [source, `/${destination.directory}`], result);
  context.learn({ changes: counter.counts() });
}

function failureOf(
  { exitCode, messages }: TransferResult,
  destination: DaemonDestination,
  tunnel: TunnelEnd | null,
): BackupError | null {
  const detail = messages.map(({ text }) => text).join('\n');
  const { hostname: host, module } = destination;
  if (messages.some(isDiskFull)) return diskFull(host, detail);
  if (exitCode === 0 || exitCode === RSYNC_PARTIAL || exitCode === RSYNC_VANISHED) return null;
  // Names of files may read like anything.
  const unnamed = messages.filter(({ file }) => file === null).map(({ text }) => text);
  const complaint = unnamed.join('\n');
  const onTheWay = tunnel === null ? null : tunnelFailure(complaint, tunnel);
  const known = onTheWay ?? daemonFailure(complaint, { host, module });
  if (known !== null) return BackupError.from({ ...known, detail });
  if (isConnectionBroken(exitCode)) return connectionBroken(host, detail);
  return new BackupError({
    code: 'rsync-failed',
    title: `The backup to “${formatDestination(destination)}” failed: ${rsyncExitMeaning(exitCode)} (rsync's exit value ${String(exitCode)}).`,
    advice: 'The details have what rsync said; the daemon’s log file may have more.',
    detail,
  });
}

function diskFull(host: string, detail: string): BackupError {
  return new BackupError({
    code: 'disk-full',
    title: `The disk of “${host}” became full while rsync copied files.`,
    advice: 'Make room there, or exclude something.',
    detail,
  });
}
