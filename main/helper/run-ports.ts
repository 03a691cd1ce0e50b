import type { Ports } from '../engine/ports.js';
import type { Profile } from '../shared/profile.js';
import type { AskPassphrase } from '../system/ask-passphrase.js';
import { localPorts } from '../system/local-ports.js';
import { DEFAULT_REMOTE_OPTIONS } from '../system/remote/remote-options.js';
import { guardedRunPorts } from './guarded-ports.js';

/** This machine, and the one that a profile names, which root's own ssh reaches by root's keys and configuration. */
export function runPorts(profile: Profile, askPassphrase: AskPassphrase): Promise<Ports> {
  const { timeout, bandwidth, sudo } = profile.remote;
  const remote = { ...DEFAULT_REMOTE_OPTIONS, timeout, bandwidth, sudo };
  return guardedRunPorts(localPorts({ ionice: null, askPassphrase, remote }), profile);
}
