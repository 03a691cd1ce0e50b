import { success, type Result } from '../shared/result.js';
import { invalidExpression } from './invalid-expression.js';

/** Who and where of a remote expression: `[user@]host[:port]`. */
export interface Authority {
  readonly username: string | null;
  /** Without the brackets of an IPv6 address. */
  readonly hostname: string;
  /** 1 to 65535; null where the expression names none. */
  readonly port: number | null;
}

/** The user name ends at the last `@`: accounts of a directory service contain one. */
const AUTHORITY = /^(?:(.*)@)?(?:\[([^\]]*)\]|([^:]*))(?::(.*))?$/su;

/** What would break out of ssh's argument list, or is never part of a host's name. */
const BAD_HOSTNAME = /^-|[\s\p{Cc}[\]@/\\]/u;

/** With a colon it would be `user:password`, which rsync does not read; see rsync(1), RSYNC_PASSWORD. */
const BAD_USERNAME = /^-|[\p{Cc}:/]/u;

/**
 * Reads the part of an expression from `start` up to `end` as `[user@]host[:port]`.
 *
 * A failure has the code `invalid-destination` and points into the whole expression.
 */
export function parseAuthority(expression: string, start: number, end: number): Result<Authority> {
  const match = AUTHORITY.exec(expression.slice(start, end));
  if (match === null) {
    return invalidExpression(expression, start, 'this is no host name');
  }
  const [, username, address, name = '', port] = match;
  const hostStart = start + (username === undefined ? 0 : username.length + 1);
  const problem =
    usernameProblem(username) ?? hostnameProblem(address ?? name) ?? portProblem(port);
  if (problem === null) {
    const hostname = address ?? name;
    return success({ username: username ?? null, hostname, port: port ? Number(port) : null });
  }
  const places = { username: start, hostname: hostStart, port: end - (port?.length ?? 0) };
  return invalidExpression(expression, places[problem.part], problem.what);
}

/** The authority as rsync and ssh read it, an IPv6 address in brackets. */
export function formatAuthority({ username, hostname, port }: Authority): string {
  const user = username === null ? '' : `${username}@`;
  const host = hostname.includes(':') ? `[${hostname}]` : hostname;
  return `${user}${host}${port === null ? '' : `:${port}`}`;
}

interface Problem {
  readonly part: keyof Authority;
  readonly what: string;
}

function usernameProblem(username: string | undefined): Problem | null {
  if (username === '') {
    return { part: 'username', what: 'the user name is missing' };
  }
  return username !== undefined && BAD_USERNAME.test(username)
    ? { part: 'username', what: 'this is no user name' }
    : null;
}

function hostnameProblem(hostname: string): Problem | null {
  if (hostname === '') {
    return { part: 'hostname', what: 'the host name is missing' };
  }
  return BAD_HOSTNAME.test(hostname) ? { part: 'hostname', what: 'this is no host name' } : null;
}

function portProblem(port: string | undefined): Problem | null {
  const isPort = port === undefined || (/^\d{1,5}$/.test(port) && isPortNumber(Number(port)));
  return isPort ? null : { part: 'port', what: 'a port is a number from 1 to 65535' };
}

function isPortNumber(value: number): boolean {
  return value >= 1 && value <= 65535;
}
