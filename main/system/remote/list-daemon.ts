import { daemonFailure } from '../../domain/daemon-failure.js';
import { LISTING_OPTIONS, parseListedLine, type ListedLine } from '../../domain/daemon-listing.js';
import type { SnapshotModule } from '../../domain/daemon-snapshots.js';
import type { DaemonDestination } from '../../domain/destination.js';
import {
  isConnectionBroken,
  RSYNC_PARTIAL,
  RSYNC_VANISHED,
  rsyncExitMeaning,
} from '../../domain/rsync-exit.js';
import { parseRsyncMessage } from '../../domain/rsync-message.js';
import { tunnelFailure, type TunnelEnd } from '../../domain/tunnel-failure.js';
import { BackupError } from '../../shared/backup-error.js';
import { runCommand, type CommandResult } from '../run-command.js';
import { reachedModule } from './daemon-module.js';
import { errnoError } from './errno-error.js';
import type { RemoteOptions } from './remote-options.js';
import { connectionLost } from './ssh-connection.js';

/** What rsync is told beside its options: a password, and no option of whoever runs it. */
export function daemonEnvironment({
  password,
}: Pick<RemoteOptions, 'password'>): Readonly<Record<string, string>> {
  return { HOME: '', ...(password === null ? {} : { RSYNC_PASSWORD: password }) };
}

/** Where nothing is, and nothing ever can be. */
const NOWHERE = '/proc/self/none/';

/**
 * What a daemon tells of paths in a module. Those that are not there are left out.
 *
 * @param paths from the module; of one that ends with a slash, what is in it is told as well
 * @param isDeep true: everything below is told
 * @throws BackupError with the daemon's reason; an error with an errno where it may not look at something itself
 */
export async function listDaemon(
  { place, isBeside }: SnapshotModule,
  options: RemoteOptions,
  paths: readonly Buffer[],
  isDeep: boolean,
  signal: AbortSignal,
): Promise<readonly ListedLine[]> {
  const { receiver, tunnel } = await reachedModule({ ...place, directory: '' }, options);
  const { destination, connection } = receiver;
  const result = await runCommand(
    'rsync',
    [
      ...LISTING_OPTIONS,
      ...(isDeep ? ['--recursive'] : []),
      ...connection,
      ...['--', `${destination}/`, NOWHERE],
    ],
    {
      signal,
      input: Buffer.concat(paths.flatMap((path) => [Buffer.from('./'), path, Buffer.from([0])])),
      environment: { ...daemonEnvironment(options), TZ: 'UTC' },
    },
  );
  const failure = failureOf({ place, isBeside }, tunnel, result);
  if (failure !== null) throw failure;
  return linesOf(result.output, place);
}

function linesOf(output: Buffer, { hostname }: DaemonDestination): readonly ListedLine[] {
  const lines = output.toString('latin1').split('\n');
  return lines.flatMap((line) => {
    if (line === '' || line.startsWith('created directory ')) return [];
    const listed = parseListedLine(line);
    if (listed === null) throw unclear(hostname, line);
    return [listed];
  });
}

/** errno(3), ENOENT, ENOTDIR, ENAMETOOLONG and ELOOP: it is not there, or not without following a symbolic link. */
const ABSENT: ReadonlySet<number | null> = new Set([2, 20, 36, 40]);
/** Says no more than the exit value. */
const ENDING = /^rsync error: /;

function failureOf(
  { place, isBeside }: SnapshotModule,
  tunnel: TunnelEnd | null,
  { exitCode, complaint }: CommandResult,
): Error | null {
  if (exitCode === 0 || exitCode === RSYNC_VANISHED) return null;
  const { hostname: host, module } = place;
  const messages = complaint.split('\n').filter(Boolean).map(parseRsyncMessage);
  if (exitCode === RSYNC_PARTIAL) {
    const seen = ({ errno, text }: (typeof messages)[number]) =>
      ABSENT.has(errno) || ENDING.test(text);
    const [unseen] = messages.filter((message) => !seen(message));
    return unseen === undefined ? null : (errnoError(unseen.text) ?? notListed(host, complaint));
  }
  // Names of files may read like anything.
  const general = messages.filter(({ file }) => file === null).map(({ text }) => text);
  const said = general.join('\n');
  const onTheWay = tunnel === null ? null : tunnelFailure(said, tunnel);
  const known = onTheWay ?? daemonFailure(said, { host, module });
  if (known?.code === 'daemon-module-unknown' && isBeside) return nothingBeside(place, complaint);
  if (known !== null) return BackupError.from({ ...known, detail: complaint });
  if (isConnectionBroken(exitCode)) return connectionLost(host, complaint);
  return notListed(host, `${complaint}\n${rsyncExitMeaning(exitCode)}`);
}

function nothingBeside({ hostname, module }: DaemonDestination, detail: string): BackupError {
  return new BackupError({
    code: 'daemon-shows-no-snapshots',
    title: `The rsync daemon on “${hostname}” takes files, and shows no snapshots: they lie beside the directory of its module.`,
    advice: `Have it show them as a module “${module}” that may only be read (README, “Another machine”), or browse them on that machine.`,
    detail,
  });
}

function notListed(host: string, detail: string): BackupError {
  return new BackupError({
    code: 'daemon-lists-nothing',
    title: `The rsync daemon on “${host}” did not say what there is.`,
    advice: 'The details have what rsync said; the daemon’s log file may have more.',
    detail,
  });
}

function unclear(host: string, line: string): BackupError {
  return new BackupError({
    code: 'daemon-unclear',
    title: `What the rsync daemon on “${host}” has cannot be told for certain.`,
    advice: 'The details have the line that could not be read.',
    detail: line,
  });
}
