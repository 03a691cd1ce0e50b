import { assertNever } from '../shared/assert-never.js';
import { success, type Result } from '../shared/result.js';
import { formatAuthority, parseAuthority } from './authority.js';
import { invalidExpression } from './invalid-expression.js';

/** A directory of this machine. */
export interface LocalDestination {
  readonly kind: 'local';
  readonly directory: string;
}

/** A directory of another machine, reached over SSH. */
export interface SshDestination {
  readonly kind: 'ssh';
  readonly username: string | null;
  readonly hostname: string;
  /** Empty: the home directory. */
  readonly directory: string;
}

/** A directory inside a module of an rsync daemon. */
export interface DaemonDestination {
  readonly kind: 'daemon';
  readonly username: string | null;
  readonly hostname: string;
  /** null: the default, 873. */
  readonly port: number | null;
  readonly module: string;
  /** Relative to the module; empty: its root. */
  readonly directory: string;
}

export type Destination = LocalDestination | SshDestination | DaemonDestination;

const URL_PREFIX = /^rsync:\/\//i;

/** rsync(1), USAGE: a colon before any slash separates a host from what lies on it. */
const REMOTE = /^((?:[^/:]*@)?(?:\[[^\]/]*\]|[^/:]*)):(:?)(.*)$/s;

/** A daemon is asked by lines, of which those that begin with a number sign are commands such as `#list`. */
const NO_MODULE = /^#|\p{Cc}/u;

/** A daemon takes it for the module itself. */
const ABOVE = /(?<=\/)\.\.(?=\/|$)/;

const MODULE_PATH = /^([^/]*)(?:\/(.*))?$/s;

/**
 * Reads where to back up to, in rsync's own syntax. From the most specific form to the least:
 * `rsync://[user@]host[:port]/module[/directory]`, `[user@]host::module[/directory]`,
 * `[user@]host:directory`, and a local directory.
 *
 * A failure has the code `invalid-destination`, and its detail points at what is wrong.
 */
export function parseDestination(expression: string): Result<Destination> {
  if (expression === '') {
    return invalidExpression(expression, 0, 'a destination is missing');
  }
  if (expression.includes('\0')) {
    return invalidExpression(expression, expression.indexOf('\0'), 'a path contains no NUL');
  }
  if (URL_PREFIX.test(expression)) {
    return parseUrl(expression);
  }
  const match = REMOTE.exec(expression);
  if (match === null) {
    return success({ kind: 'local', directory: expression });
  }
  const [, authority = '', secondColon, path = ''] = match;
  return secondColon === ':'
    ? parseDaemon(expression, 0, authority.length, authority.length + 2)
    : parseSsh(expression, authority.length, path);
}

/** The destination as rsync reads it; both forms of a daemon's become an `rsync://` address. */
export function formatDestination(destination: Destination): string {
  switch (destination.kind) {
    case 'local':
      return destination.directory;
    case 'ssh':
      return `${formatAuthority({ ...destination, port: null })}:${destination.directory}`;
    case 'daemon': {
      const { module, directory } = destination;
      const path = directory === '' ? module : `${module}/${directory}`;
      return `rsync://${formatAuthority(destination)}/${path}`;
    }
    default:
      return assertNever(destination);
  }
}

/**
 * The directory that holds the destination and its snapshots.
 *
 * Null where it cannot be told: the directory is empty, `/`, a single relative name, or ends in `.` or `..`.
 */
export function parentDirectory({ directory }: Destination): string | null {
  const match = /^(.*?)(\/+)([^/]+)\/*$/s.exec(directory);
  const [, parent = '', slashes, name = ''] = match ?? [];
  if (slashes === undefined || name === '.' || name === '..') {
    return null;
  }
  return parent === '' ? '/' : parent;
}

function parseUrl(expression: string): Result<Destination> {
  const start = 'rsync://'.length;
  const slash = expression.indexOf('/', start);
  return slash === -1
    ? parseDaemon(expression, start, expression.length, expression.length)
    : parseDaemon(expression, start, slash, slash + 1);
}

function parseDaemon(
  expression: string,
  authorityStart: number,
  authorityEnd: number,
  moduleStart: number,
): Result<Destination> {
  const authority = parseAuthority(expression, authorityStart, authorityEnd);
  if (!authority.ok) {
    return authority;
  }
  const [, module = '', directory = ''] = MODULE_PATH.exec(expression.slice(moduleStart)) ?? [];
  if (module === '') {
    return invalidExpression(expression, moduleStart, 'the name of a module is missing');
  }
  if (NO_MODULE.test(module)) {
    return invalidExpression(expression, moduleStart, 'this is no name of a module');
  }
  const up = ABOVE.exec(`/${directory}`);
  if (up !== null) {
    const at = moduleStart + module.length + up.index;
    return invalidExpression(expression, at, 'a module has nothing above it');
  }
  return success({ kind: 'daemon', ...authority.value, module, directory });
}

function parseSsh(
  expression: string,
  authorityEnd: number,
  directory: string,
): Result<Destination> {
  const authority = parseAuthority(expression, 0, authorityEnd);
  if (!authority.ok) {
    return authority;
  }
  const { username, hostname } = authority.value;
  return success({ kind: 'ssh', username, hostname, directory });
}
