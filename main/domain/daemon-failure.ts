import type { Failure } from '../shared/result.js';

/**
 * Why an rsync daemon did not take a backup, told from what rsync said; null: for another reason.
 *
 * rsync's exit values (5 for most of these) do not tell one from another, and the daemon speaks English only.
 *
 * @param complaint all that rsync wrote to standard error
 * @param place host and module
 */
export function daemonFailure(
  complaint: string,
  { host, module }: { readonly host: string; readonly module: string },
): Failure | null {
  const reason = REASONS.find(([pattern]) => pattern.test(complaint));
  if (reason === undefined) return null;
  const [pattern, code, title, advice] = reason;
  const [, named = ''] = pattern.exec(complaint) ?? [];
  const fill = (text: string): string =>
    text.replace(/HOST|MODULE|NAMED/g, (word) =>
      word === 'HOST' ? `“${host}”` : `“${word === 'MODULE' ? module : named}”`,
    );
  return { code, title: fill(title), advice: fill(advice), detail: complaint };
}

type Reason = readonly [pattern: RegExp, code: string, title: string, advice: string];

const REASONS: readonly Reason[] = [
  [
    /@ERROR: Unknown module/,
    'daemon-module-unknown',
    'The rsync daemon on HOST has no module MODULE.',
    'Check the name in rsyncd.conf there; module names are case-sensitive.',
  ],
  [
    /max connections \(-?\d+\) reached/,
    'daemon-busy',
    'The rsync daemon on HOST has as many connections as it allows.',
    'Try again later, or raise “max connections” in rsyncd.conf there.',
  ],
  [
    /password file must be owned by root|password file must not be other-accessible|could not open password file|failed to (?:open|read) password file/i,
    'password-file-unusable',
    'The password file cannot be used.',
    'It must be there, belong to the user who runs the backup, and be readable by nobody else: chmod 600.',
  ],
  [
    /@ERROR: auth failed/,
    'daemon-auth-failed',
    'The rsync daemon on HOST does not accept user and password for MODULE.',
    'Name the user before HOST and an @, and give the password in a password file or in $RSYNC_PASSWORD.',
  ],
  [
    /@ERROR: access denied/,
    'daemon-access-denied',
    'The rsync daemon on HOST does not let this machine use MODULE.',
    'Add its address to “hosts allow” in rsyncd.conf there.',
  ],
  [
    /module is read[ -]only/i,
    'daemon-read-only',
    'The module MODULE on HOST may only be read.',
    'Set “read only = no” for it in rsyncd.conf there.',
  ],
  [
    /module is write[ -]only/i,
    'daemon-write-only',
    'The module MODULE on HOST may only be written to.',
    'Set “write only = no” for it in rsyncd.conf there.',
  ],
  [
    /server is configured to refuse (\S+)/,
    'daemon-refuses-option',
    'The rsync daemon on HOST refuses the option NAMED, which is needed.',
    'Take it out of “refuse options” in rsyncd.conf there.',
  ],
  [
    /@ERROR: ch(?:dir|root) failed/,
    'daemon-directory-missing',
    'The directory of the module MODULE on HOST is not there.',
    'Make it, or correct “path” in rsyncd.conf there.',
  ],
  [
    /@ERROR: invalid [ug]id/,
    'daemon-misconfigured',
    'The rsync daemon on HOST has a user or group in rsyncd.conf that does not exist.',
    'Correct “uid” and “gid” there.',
  ],
  [
    /did not see server greeting|rather than greeting|protocol version mismatch|is your shell clean/,
    'not-a-daemon',
    'What answers on HOST is no rsync daemon.',
    'Check the port; an rsync daemon has 873 unless rsyncd.conf says otherwise. A destination over SSH has one colon.',
  ],
  [
    /getaddrinfo|Name or service not known|name resolution/,
    'host-unknown',
    'There is no host HOST.',
    'Check the spelling and your network.',
  ],
  [
    /Connection refused/,
    'daemon-refused',
    'No rsync daemon answers on HOST.',
    'Start it there, and check the port.',
  ],
  [
    /Connection timed out|timeout waiting for daemon|No route to host|Network is unreachable/,
    'host-unreachable',
    'HOST does not answer.',
    'Check that it is switched on and that your network reaches it.',
  ],
  [
    /didn't get server startup line/,
    'connection-lost',
    'The connection to HOST broke before anything was copied.',
    'Start the backup again; if that helps nothing, the daemon’s log file may say why.',
  ],
  [
    /@ERROR: (.+)/,
    'daemon-refused-transfer',
    'The rsync daemon on HOST refuses: NAMED.',
    'Its log file has more.',
  ],
];
