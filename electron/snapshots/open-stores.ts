import { parseDestination } from '../../main/domain/destination.js';
import { parseTunnel } from '../../main/domain/tunnel.js';
import type { Ports, Store } from '../../main/engine/ports.js';
import { localPorts } from '../../main/system/local-ports.js';
import {
  DEFAULT_REMOTE_OPTIONS,
  environmentForSsh,
  shellIn,
} from '../../main/system/remote/remote-options.js';
import { cachedContents } from './cached-contents.js';
import type { WorkPlace } from './work-contract.js';

/** Seconds without a word after which a host is given up by somebody who waits before a window. */
const PATIENCE = 20;

/** Milliseconds that a connection is kept after it was used last. */
const KEPT_FOR = 10 * 60_000;

interface Kept {
  readonly store: Promise<Store>;
  putAway: NodeJS.Timeout;
}

/** Stores of other machines, by what they were opened with. */
const kept = new Map<string, Kept>();

/** This machine, and the one that a profile names, as the person's own ssh and rsync reach it. */
export function portsFor({ remote }: WorkPlace): Ports {
  const tunnel = remote.tunnel === null ? null : parseTunnel(remote.tunnel);
  return localPorts({
    ionice: null,
    askPassphrase: null,
    remote: {
      ...DEFAULT_REMOTE_OPTIONS,
      shell: shellIn(process.env),
      timeout: Math.min(remote.timeout, PATIENCE),
      bandwidth: remote.bandwidth,
      tunnel: tunnel?.ok === true ? tunnel.value : null,
      passwordFile: remote.passwordFile,
      // Without one rsync would ask the terminal.
      password: process.env['RSYNC_PASSWORD'] ?? '',
      environment: environmentForSsh(process.env),
    },
  });
}

/** To look at. The connection to another machine is kept for those who ask next. */
export async function openStore(place: WorkPlace): Promise<Store> {
  const parsed = parseDestination(place.destination);
  if (!parsed.ok || parsed.value.kind === 'local') {
    return portsFor(place).openStore(place.destination);
  }
  const key = keyOf(place);
  const known = kept.get(key);
  clearTimeout(known?.putAway);
  const putAway = setTimeout(() => void forgetStore(place), KEPT_FOR);
  if (known !== undefined) {
    known.putAway = putAway;
    return known.store;
  }
  const store = openKept(place);
  kept.set(key, { store, putAway });
  store.catch(() => forgetStore(place));
  return store;
}

async function openKept(place: WorkPlace): Promise<Store> {
  const store = await portsFor(place).openStore(place.destination);
  return { ...store, contents: cachedContents(store.contents) };
}

/** null: none is open. */
export function keptStore(place: WorkPlace): Promise<Store> | null {
  return kept.get(keyOf(place))?.store ?? null;
}

export async function forgetStore(place: WorkPlace): Promise<void> {
  const key = keyOf(place);
  const known = kept.get(key);
  if (known === undefined) return;
  kept.delete(key);
  await close(known);
}

export async function closeStores(): Promise<void> {
  const open = [...kept.values()];
  kept.clear();
  await Promise.all(open.map(close));
}

async function close({ store, putAway }: Kept): Promise<void> {
  clearTimeout(putAway);
  // Who asked for one that did not open was told why; it holds nothing.
  const opened = await store.catch(() => null);
  await opened?.close();
}

function keyOf({ destination, remote }: WorkPlace): string {
  return JSON.stringify([destination, remote]);
}
