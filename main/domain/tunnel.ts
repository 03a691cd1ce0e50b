import { failure, type Result } from '../shared/result.js';
import { parseAuthority, type Authority } from './authority.js';

/**
 * Reads `[user@]host[:port]`: the machine whose SSH server forwards to the rsync daemon.
 * The port is that of the SSH server; null leaves it to ssh's own configuration.
 *
 * A failure has the code `invalid-tunnel`, and its detail points at what is wrong.
 */
export function parseTunnel(specification: string): Result<Authority> {
  const authority = parseAuthority(specification, 0, specification.length);
  return authority.ok
    ? authority
    : failure({
        ...authority.failure,
        code: 'invalid-tunnel',
        advice: 'Write the tunnel as [USER@]HOST[:PORT].',
      });
}
