/**
 * The whole run over bare rsync, to the same machine over SSH and to an rsync daemon, and the SSH sessions and round trips of a
 * run that changes nothing. Takes root, for sshd.
 *
 * BENCH_TREE=/usr/lib takes another tree than /usr/share.
 */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { EXCLUDED_ROOTS, PRESERVE_OPTIONS } from '../../main/domain/rsync-arguments.js';
import { changeModes, changeOnePercent, copySystemTree } from './rig/source-tree.js';
import { median, spread, timed } from './rig/timed-command.js';

const PAIRS = 5;
/** Of the tree: as many files as the system and the home of a person have. */
const COPIES = 4;
/** A run also looks at what changed up to 10 seconds before the last one; real runs are hours apart. */
const SECONDS_APART = '11';
/** Since 3.5 rsync looks for the part of each file. */
const KEEPING_PARTS = ['--partial-dir=.parts', '--delete-delay'];
const SSH_PORT = '42202';
const DAEMON_PORT = '42203';
const COMMAND = resolve('out/cli/rsync-system-backup.cjs');

/** Milliseconds that a byte takes to the host `far`, and back. */
const DELAY = 100;

/** Brings every byte to the port and back, later. */
const DELAYED = `
import { connect } from 'node:net';
const [port, delay] = process.argv.slice(2).map(Number);
const socket = connect(port, '127.0.0.1');
const later = (action) => (...chunk) => setTimeout(action, delay, ...chunk);
process.stdin.on('data', later((chunk) => socket.write(chunk))).on('end', later(() => socket.end()));
socket.on('data', later((chunk) => process.stdout.write(chunk))).on('end', later(() => process.exit()));
`;

/** Each takes other files: those of an earlier one are partly gone. */
let changes = 0;

const directory = mkdtempSync(join(tmpdir(), 'rsync-system-backup-bench-'));
const inside = (name: string): string => join(directory, name);
const servers: ChildProcess[] = [];
try {
  startServers();
  const files = copySystemTree(inside('source'), COPIES);
  console.log(`${String(files.length)} files that can change`);
  for (const [name, ours, bare] of [
    ['SSH', `box:${inside('ssh/latest')}`, `box:${inside('bare/latest')}`],
    ['daemon', daemonUrl('ours'), daemonUrl('bare')],
  ] as const) {
    const pairs = (prepare: (round: number) => void, options: readonly string[] = []) =>
      comparePairs(ours, (round) => runBare(bare, round, options), prepare);
    console.log(`${name}: whole run over bare rsync${name === 'SSH' ? ' and cp -al there' : ''}`);
    runOurs(ours);
    runBare(bare, PAIRS);
    console.log(`  nothing changed ${say(pairs(() => undefined))}`);
    console.log(`  1 % changed     ${say(pairs(() => changeOnePercent(files, (changes += 1))))}`);
    // Bare rsync changes the modes of older snapshots with them.
    console.log(`  modes of 1 %    ${say(pairs(() => changeModes(files, (changes += 1))))}`);
    // A daemon says nothing of the last run, so that parts are always kept.
    if (name === 'daemon') {
      const kept = pairs(() => undefined, KEEPING_PARTS);
      console.log(`  nothing changed ${say(kept)}, bare rsync keeps parts of files too`);
    }
  }
  console.log(`SSH sessions of a run that changes nothing: ${String(sessionsOfARun())}`);
  const [ours, bare] = [inside('ssh/latest'), inside('bare/latest')];
  const trips = roundTrips((host) => runOurs(`${host}:${ours}`));
  const bareTrips = roundTrips((host) => runBare(`${host}:${bare}`, PAIRS));
  console.log(
    `SSH round trips of it: ${String(trips)}; of bare rsync and cp: ${String(bareTrips)}`,
  );
  console.log('goal: at most 1.05');
} finally {
  servers.forEach((server) => server.kill('SIGTERM'));
  rmSync(directory, { recursive: true, force: true });
}

function startServers(): void {
  for (const name of ['host-key', 'key']) {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', inside(name)]);
  }
  writeFileSync(
    inside('sshd_config'),
    `Port ${SSH_PORT}\nListenAddress 127.0.0.1\nHostKey ${inside('host-key')}\nPermitRootLogin yes\n` +
      `AuthorizedKeysFile ${inside('key.pub')}\nStrictModes no\nUsePAM no\nPidFile none\nLogLevel VERBOSE\n`,
  );
  writeFileSync(inside('delay.mjs'), DELAYED);
  writeFileSync(
    inside('ssh_config'),
    `Host far\nProxyCommand ${process.execPath} ${inside('delay.mjs')} ${SSH_PORT} ${String(DELAY)}\n` +
      `Host box far\nHostName 127.0.0.1\nPort ${SSH_PORT}\nUser root\nIdentityFile ${inside('key')}\n` +
      `IdentitiesOnly yes\nStrictHostKeyChecking accept-new\nUserKnownHostsFile ${inside('known')}\n`,
  );
  for (const name of ['ours', 'bare']) mkdirSync(inside(`modules/${name}`), { recursive: true });
  mkdirSync(inside('bare'));
  writeFileSync(
    inside('rsyncd.conf'),
    `use chroot = no\nuid = 0\ngid = 0\nread only = no\n[modules]\npath = ${inside('modules')}\n`,
  );
  // What root's shell does at each login here is nothing of ours.
  const sshd = `mount -t tmpfs tmpfs /root && mount -t tmpfs tmpfs /run && mkdir /run/sshd && exec /usr/sbin/sshd -D -f "$1" -E "$2"`;
  // With a pipe for standard input, rsync would take that for its client, as under inetd.
  const quietly = { stdio: 'ignore' } as const;
  const daemon = ['--daemon', '--no-detach', '--address=127.0.0.1', `--port=${DAEMON_PORT}`];
  servers.push(
    spawn(
      'unshare',
      ['--mount', 'sh', '-c', sshd, 'sh', inside('sshd_config'), inside('log')],
      quietly,
    ),
    spawn('rsync', [...daemon, `--config=${inside('rsyncd.conf')}`], quietly),
  );
  execFileSync('sleep', ['3']);
}

function daemonUrl(name: string): string {
  return `rsync://127.0.0.1:${DAEMON_PORT}/modules/${name}`;
}

/** Seconds. */
interface Pair {
  readonly ours: number;
  readonly bare: number;
}

/** Who goes first changes from pair to pair, so that neither profits from the other's cache. */
function comparePairs(
  ours: string,
  bare: (round: number) => number,
  prepare: (round: number) => void,
): readonly Pair[] {
  return Array.from({ length: PAIRS }, (_, round) => {
    prepare(round);
    execFileSync('sleep', [SECONDS_APART]);
    if (round % 2 === 0) {
      const first = runOurs(ours);
      return { ours: first, bare: bare(round) };
    }
    const first = bare(round);
    return { ours: runOurs(ours), bare: first };
  });
}

/** The ratio, and the medians that a machine which does other work as well is judged by. */
function say(pairs: readonly Pair[]): string {
  const [ours, bare] = [
    median(pairs.map((pair) => pair.ours)),
    median(pairs.map((pair) => pair.bare)),
  ];
  const ratios = spread(pairs.map((pair) => pair.ours / pair.bare));
  return `${ratios}; ${ours.toFixed(1)} over ${bare.toFixed(1)} seconds`;
}

function runOurs(destination: string): number {
  process.env['RSYNC_RSH'] = `ssh -F ${inside('ssh_config')}`;
  const actions = overSsh(destination) ? ['-b', '-s'] : ['-b'];
  const args = ['--no-sudo', '-q', ...actions, '--', inside('source'), destination];
  execFileSync('sync');
  return timed('node', [COMMAND, ...args]);
}

function overSsh(destination: string): boolean {
  return !destination.startsWith('rsync:');
}

let stamp = 0;

function runBare(destination: string, round: number, more: readonly string[] = []): number {
  stamp += 1;
  const filters = EXCLUDED_ROOTS.map((root) => `--filter=-/ ${root}`);
  const options = ['--delete', '--delete-excluded', ...PRESERVE_OPTIONS, '--one-file-system'];
  // A shell to a daemon's address would start a daemon over it.
  const shell = overSsh(destination) ? ['--rsh', `ssh -F ${inside('ssh_config')}`] : [];
  const rsync = [...shell, '--mkpath', ...options, ...filters, ...more];
  execFileSync('sync');
  const copying = timed('rsync', [...rsync, `${inside('source')}/`, `${destination}/`]);
  if (!overSsh(destination)) return copying;
  const snapshot = `snapshot-${String(round)}-${String(stamp)}`;
  const command = `cp -al ${inside('bare/latest')} ${inside(`bare/${snapshot}`)} && sync -f ${inside('bare')}`;
  return (
    copying + timed('ssh', ['-F', inside('ssh_config'), destination.split(':')[0] ?? '', command])
  );
}

/** What has changed since the last backup over SSH is backed up first. */
function sessionsOfARun(): number {
  const count = (): number =>
    readFileSync(inside('log'), 'utf8').match(/Starting session/g)?.length ?? 0;
  runOurs(`box:${inside('ssh/latest')}`);
  execFileSync('sleep', [SECONDS_APART]);
  const before = count();
  runOurs(`box:${inside('ssh/latest')}`);
  return count() - before;
}

/** @param run to a host; seconds */
function roundTrips(run: (host: 'box' | 'far') => number): number {
  const least = (host: 'box' | 'far'): number => Math.min(...[1, 2].map(() => after(host)));
  const after = (host: 'box' | 'far'): number => {
    execFileSync('sleep', [SECONDS_APART]);
    return run(host);
  };
  return Math.round(((least('far') - least('box')) * 1000) / (2 * DELAY));
}
