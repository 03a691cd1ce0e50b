import type { Failure } from '../shared/result.js';

/**
 * Why ssh(1) could not connect. It ends with 255 whatever the reason, and has its reasons in English only.
 *
 * @param complaint all that it wrote to standard error
 * @param host as the person wrote it
 * @param asRoot true: it was root's, with root's keys and configuration
 */
export function sshFailure(complaint: string, host: string, asRoot: boolean): Failure {
  const known = REASONS.find(([pattern]) => pattern.test(complaint));
  const [, code, title, advice] = known ?? OTHER;
  return {
    code,
    title: title.replaceAll('HOST', () => `“${host}”`),
    advice: advice
      .replaceAll('HOST', () => host)
      .replace('THE_USER', asRoot ? 'root, who' : 'the user who'),
    detail: complaint,
  };
}

/** One connection has as many sessions as the server allows; null: that is not why ssh(1) ended a session by itself. */
export function sessionsRefused(complaint: string, host: string): Failure | null {
  if (!complaint.includes('Session open refused by peer')) return null;
  return {
    code: 'ssh-sessions-refused',
    title: `The SSH server of “${host}” allows too few sessions in one connection.`,
    advice:
      'Set “MaxSessions 10”, which is the default, in sshd_config there; a backup needs three.',
    detail: complaint,
  };
}

type Reason = readonly [pattern: RegExp, code: string, title: string, advice: string];

const OTHER: Reason = [
  /^/,
  'ssh-failed',
  'No SSH connection to HOST could be made.',
  'Try “ssh HOST”; the details have what ssh said.',
];

const REASONS: readonly Reason[] = [
  [
    /Could not resolve hostname/,
    'host-unknown',
    'There is no host HOST.',
    'Check the spelling and your network; a name of your own belongs into ~/.ssh/config.',
  ],
  [
    /REMOTE HOST IDENTIFICATION HAS CHANGED/,
    'host-key-changed',
    'The host key of HOST is not the one that is known: this may be another machine.',
    'If it was installed anew, remove the old key with “ssh-keygen -R HOST” and connect once with “ssh HOST”; otherwise find out why.',
  ],
  [
    /Host key verification failed|No \S+ host key is known for/,
    'host-key-unknown',
    'The host key of HOST is not known yet.',
    'Connect once with “ssh HOST”, as THE_USER runs the backup, and compare the fingerprint.',
  ],
  [
    /Too many authentication failures|Permission denied \(/,
    'ssh-permission-denied',
    'HOST does not let you in.',
    'Make a key with “ssh-keygen”, copy it there with “ssh-copy-id HOST”, and try “ssh -o BatchMode=yes HOST”, as THE_USER runs the backup.',
  ],
  [
    /Bad owner or permissions|Bad configuration option|terminating, \d+ bad configuration|no argument after keyword|Can't open user config/i,
    'ssh-configuration',
    'ssh does not accept its configuration.',
    'The details name file and line.',
  ],
  [
    /Connection refused/,
    'host-refused',
    'Nothing at HOST answers to SSH.',
    'Check that an SSH server runs there, and its port: another one than 22 belongs into ~/.ssh/config.',
  ],
  [
    /timed out|not responding|No route to host|Network is unreachable|Host is down/,
    'host-unreachable',
    'HOST does not answer.',
    'Check that it is switched on and that your network reaches it.',
  ],
  [
    /kex_exchange_identification|Connection (?:closed|reset) by|Invalid SSH identification|banner exchange/,
    'ssh-closed',
    'HOST ended the connection before anybody had logged in.',
    'Check that an SSH server is what answers there; too many logins at once, or a block of your address, look the same.',
  ],
];
