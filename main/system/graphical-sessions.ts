import { readdir, readFile, stat } from 'node:fs/promises';
import { errorCode } from './error-code.js';

/** Where a person sees notifications. */
export interface GraphicalSession {
  readonly uid: number;
  readonly gid: number;
  /** What a program needs to reach the session bus and the display. */
  readonly environment: Readonly<Record<string, string>>;
}

type Environment = Readonly<Record<string, string | undefined>>;

const SESSION_VARIABLES = [
  'DBUS_SESSION_BUS_ADDRESS',
  'DISPLAY',
  'WAYLAND_DISPLAY',
  'XAUTHORITY',
  'XDG_RUNTIME_DIR',
] as const;

/**
 * Our own session where there is one. Otherwise, as under cron or sudo, those that processes of other people run in; only
 * root can see these, and under sudo only the caller's count.
 */
export async function graphicalSessions(
  environment: Environment,
): Promise<readonly GraphicalSession[]> {
  const uid = process.geteuid?.() ?? 0;
  const own = sessionOf(environment, uid, process.getegid?.() ?? 0);
  if (own !== null) return [own];
  const sudoer = environment['SUDO_UID'];
  const sessions = await sessionsOfProcesses();
  return uid === 0 && sudoer !== undefined
    ? sessions.filter((session) => session.uid === Number(sudoer))
    : sessions;
}

async function sessionsOfProcesses(): Promise<readonly GraphicalSession[]> {
  const found = new Map<string, GraphicalSession>();
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid)) continue;
    const session = await sessionOfProcess(pid);
    if (session === null) continue;
    const address = session.environment['DBUS_SESSION_BUS_ADDRESS'] ?? '';
    found.set(`${String(session.uid)} ${address}`, session);
  }
  return [...found.values()];
}

/** proc(5), /proc/PID/environ. */
async function sessionOfProcess(pid: string): Promise<GraphicalSession | null> {
  try {
    const { uid, gid } = await stat(`/proc/${pid}`);
    return sessionOf(parseEnvironment(await readFile(`/proc/${pid}/environ`, 'utf8')), uid, gid);
  } catch (error) {
    // Not ours to read, or gone in the meantime.
    if (errorCode(error) !== null) return null;
    throw error;
  }
}

function parseEnvironment(text: string): Environment {
  const pairs = text.split('\0').filter((pair) => pair.includes('='));
  return Object.fromEntries(
    pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );
}

function sessionOf(environment: Environment, uid: number, gid: number): GraphicalSession | null {
  const address =
    environment['DBUS_SESSION_BUS_ADDRESS'] ??
    busInRuntimeDirectory(environment['XDG_RUNTIME_DIR']);
  const hasDisplay =
    environment['DISPLAY'] !== undefined || environment['WAYLAND_DISPLAY'] !== undefined;
  if (address === null || !hasDisplay) return null;
  const entries = SESSION_VARIABLES.flatMap((name) => {
    const value = environment[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const named = Object.fromEntries(entries);
  return { uid, gid, environment: { ...named, DBUS_SESSION_BUS_ADDRESS: address } };
}

function busInRuntimeDirectory(directory: string | undefined): string | null {
  return directory === undefined ? null : `unix:path=${directory}/bus`;
}
