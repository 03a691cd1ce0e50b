import type { Profile } from '../shared/profile.js';
import type { Authority } from './authority.js';
import { parseDestination } from './destination.js';
import { parseTunnel } from './tunnel.js';

/** The other machine that a profile is backed up to. */
export interface RemotePlace {
  readonly kind: 'ssh' | 'daemon';
  /** As people know it. */
  readonly host: string;
  /** What is connected to: by ssh the destination's host or that of the tunnel, without ssh the daemon itself. */
  readonly door: Authority & { readonly by: 'ssh' | 'tcp' };
}

/** null: the destination is on this machine, or cannot be read. */
export function remotePlace({
  destination,
  remote,
}: Pick<Profile, 'destination' | 'remote'>): RemotePlace | null {
  const parsed = parseDestination(destination);
  if (!parsed.ok || parsed.value.kind === 'local') return null;
  const { kind, username, hostname } = parsed.value;
  const port = parsed.value.kind === 'daemon' ? parsed.value.port : null;
  const direct = { username, hostname, port };
  if (kind === 'ssh') return { kind, host: hostname, door: { ...direct, by: 'ssh' } };
  const tunnel = remote.tunnel === null ? null : parseTunnel(remote.tunnel);
  if (tunnel?.ok !== true) return { kind, host: hostname, door: { ...direct, by: 'tcp' } };
  // Seen from the machine that a tunnel leads to, it is often “localhost”.
  const host = /^(?:localhost|127\..*|::1)$/.test(hostname) ? tunnel.value.hostname : hostname;
  return { kind, host, door: { ...tunnel.value, by: 'ssh' } };
}
