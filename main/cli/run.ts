import { dirname } from 'node:path';
import { formatDestination, type Destination } from '../domain/destination.js';
import { asBackupError } from '../engine/as-backup-error.js';
import { runBackup } from '../engine/run-backup.js';
import { createRunContext } from '../engine/run-context.js';
import { BackupError, CancelledError, MissingBackupDiskError } from '../shared/backup-error.js';
import type { RunEvent } from '../shared/run-event.js';
import { invokingUser } from '../system/invoking-user.js';
import { localPorts } from '../system/local-ports.js';
import { readRotationSettings } from '../system/read-rotation-settings.js';
import { becomeRoot, needsRoot } from './become-root.js';
import { carryOutVerb } from './carry-out-verb.js';
import {
  completeDestination,
  describeBackup,
  type CompleteCommandLine,
} from './describe-backup.js';
import { remoteOptions } from './remote-options.js';
import type { RemoteOptions } from '../system/remote/remote-options.js';
import { listSnapshots } from './list-snapshots.js';
import { desktopNotifier } from './notify-desktop.js';
import { jsonReporter } from './report-json.js';
import { terminalReporter, type Reporter } from './report-terminal.js';
import type { SnapshotVerb } from './snapshot-verbs.js';
import { watchForStop } from '../system/watch-for-stop.js';

/** Does what the command line says; composition root of the command. Returns the exit value. */
export async function run(commandLine: CompleteCommandLine): Promise<number> {
  const { cryptoName, mountPoint, verbosity } = commandLine;
  const reporter = commandLine.json
    ? jsonReporter(process.stdout)
    : terminalReporter(process.stderr, verbosity, cryptoName ?? mountPoint);
  try {
    const destination = completeDestination(commandLine);
    const remote = remoteOptions(commandLine, process.env, isWatched());
    if (commandLine.list) return await list(commandLine, destination, remote);
    if (needsRoot(commandLine) && (commandLine.verb === null || writes(commandLine))) {
      return await becomeRoot(process.argv, process.env, destination.kind !== 'local');
    }
    if (commandLine.verb !== null) {
      return await useSnapshots(commandLine, commandLine.verb, destination, remote, reporter);
    }
    return await backUp(commandLine, destination, remote, reporter);
  } catch (error) {
    if (!(error instanceof BackupError)) throw error;
    const { code, message, advice, detail } = error;
    reporter.report({ event: 'error', code, message, advice, detail });
    return 1;
  } finally {
    reporter.close();
  }
}

/** True: somebody is there to answer ssh's questions. */
function isWatched(): boolean {
  return process.stdin.isTTY && process.stderr.isTTY;
}

/** To look at a backup that is there takes no other rights than those of the files. */
function writes({ verb, cryptoName, mountPoint }: CompleteCommandLine): boolean {
  const changes = verb !== null && ['mark', 'note', 'remove', 'restore'].includes(verb.kind);
  return changes || cryptoName !== null || mountPoint !== null;
}

async function useSnapshots(
  commandLine: CompleteCommandLine,
  verb: SnapshotVerb,
  destination: Destination,
  remote: RemoteOptions,
  reporter: Reporter,
): Promise<number> {
  const stop = watchForStop(commandLine.control, reporter);
  try {
    const description = describeBackup(commandLine, destination, null);
    const ports = localPorts({ ionice: commandLine.ionice, askPassphrase: null, remote });
    const context = createRunContext(description, ports, () => undefined, stop.signal);
    const { json, dryRun } = commandLine;
    await carryOutVerb(verb, context, { json, dryRun, output: process.stdout });
    return 0;
  } catch (error) {
    const known = asBackupError(error);
    if (known instanceof CancelledError) return stop.exitCode();
    throw known.code === 'internal-error' ? error : known;
  } finally {
    stop.close();
  }
}

async function backUp(
  commandLine: CompleteCommandLine,
  destination: Destination,
  remote: RemoteOptions,
  reporter: Reporter,
): Promise<number> {
  const person = await invokingUser(process.env);
  const ini = await readRotationSettings(
    dirname(formatDestination(destination)),
    person?.home ?? null,
  );
  const description = describeBackup(commandLine, destination, ini);
  const wanted = commandLine.notifications && description.actions.backup && !description.dryRun;
  const notifier = wanted ? desktopNotifier(process.env) : null;
  const stop = watchForStop(commandLine.control, reporter);
  const emit = (event: RunEvent): void => {
    if (isMissingDisk(event) && !process.stdout.isTTY) reporter.skip(event.message);
    else reporter.report(event);
    notifier?.report(event);
  };
  try {
    const ports = localPorts({ ionice: commandLine.ionice, askPassphrase: null, remote });
    const { finished, error } = await runBackup(description, ports, emit, stop.signal);
    await notifier?.done();
    if (finished.outcome === 'cancelled') return stop.exitCode();
    if (error instanceof MissingBackupDiskError && !process.stdout.isTTY) return 0;
    return error === null ? 0 : 1;
  } finally {
    stop.close();
  }
}

/** Under cron an unplugged disk is no event: the original keeps quiet then. */
function isMissingDisk(event: RunEvent): event is Extract<RunEvent, { event: 'error' }> {
  return event.event === 'error' && event.code === 'disk-missing';
}

async function list(
  commandLine: CompleteCommandLine,
  destination: Destination,
  remote: RemoteOptions,
): Promise<number> {
  const person = await invokingUser(process.env);
  const ini = await readRotationSettings(
    dirname(formatDestination(destination)),
    person?.home ?? null,
  );
  const description = describeBackup(commandLine, destination, ini);
  const ports = localPorts({ ionice: null, askPassphrase: null, remote });
  await listSnapshots(description, ports, commandLine.json, process.stdout);
  return 0;
}
