import type { Failure } from '../shared/result.js';
import { sshFailure } from './ssh-failure.js';

/** Where a tunnel leads: from the host `gate`, as that sees it. */
export interface TunnelEnd {
  readonly gate: string;
  readonly hostname: string;
  readonly port: number;
  /** True: root's ssh makes it, with root's keys and configuration. */
  readonly asRoot: boolean;
}

/**
 * Why ssh(1) did not bring rsync to a daemon; null: it did.
 *
 * @param complaint all that both wrote to standard error
 */
export function tunnelFailure(complaint: string, end: TunnelEnd): Failure | null {
  const lines = complaint.split('\n');
  if (!lines.includes(NO_GREETING)) return null;
  const ofSsh = lines.filter((line) => line !== '' && !OF_RSYNC.test(line)).join('\n');
  if (ofSsh === '' || NOT_FORWARDED.test(ofSsh)) return nothingBehind(end, complaint);
  const failure = sshFailure(ofSsh, end.gate, end.asRoot);
  return failure.code === 'ssh-failed' ? { ...failure, code: 'tunnel-failed' } : failure;
}

const NO_GREETING = 'rsync: did not see server greeting';
const OF_RSYNC = /^rsync(?: error)?: /;
const NOT_FORWARDED = /^stdio forwarding failed/m;

function nothingBehind({ gate, hostname, port }: TunnelEnd, detail: string): Failure {
  return {
    code: 'tunnel-leads-nowhere',
    title: `Through the tunnel to “${gate}”, no rsync daemon answers at “${hostname}”, port ${String(port)}.`,
    advice:
      'Start the daemon there, check its port, and that sshd_config there allows forwarding (AllowTcpForwarding, PermitOpen).',
    detail,
  };
}
