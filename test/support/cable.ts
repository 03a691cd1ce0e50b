import { readdir, readlink } from 'node:fs/promises';
import type { PrivateNamespace } from './private-namespace.js';

/** Between two network namespaces, which have nothing else. */
export interface Cable {
  /** Of the far end. */
  readonly address: string;
  /** The same for version 6 of the Internet protocol. */
  readonly address6: string;
  readonly pull: () => Promise<void>;
  readonly plug: () => Promise<void>;
}

/** Made for documentation (RFC 5737, RFC 3849). */
const [NEAR, FAR] = ['192.0.2.1', '192.0.2.2'] as const;
const [NEAR6, FAR6] = ['2001:db8::1', '2001:db8::2'] as const;

export async function cableBetween(near: PrivateNamespace, far: PrivateNamespace): Promise<Cable> {
  const ends = ['type', 'veth', 'peer', 'name', 'cable', 'netns', String(far.pid)];
  await near.run('ip', ['link', 'add', 'name', 'cable', ...ends]);
  const set = (namespace: PrivateNamespace, state: 'up' | 'down') => async (): Promise<void> => {
    await namespace.run('ip', ['link', 'set', 'dev', 'cable', state]);
  };
  for (const [namespace, address, address6] of [
    [near, NEAR, NEAR6],
    [far, FAR, FAR6],
  ] as const) {
    await namespace.run('ip', ['link', 'set', 'dev', 'lo', 'up']);
    await namespace.run('ip', ['address', 'add', `${address}/24`, 'dev', 'cable']);
    // Nobody else is there to have it already.
    await namespace.run('ip', ['address', 'add', `${address6}/64`, 'dev', 'cable', 'nodad']);
    await set(namespace, 'up')();
  }
  return { address: FAR, address6: FAR6, pull: set(far, 'down'), plug: set(far, 'up') };
}

/** All that live in a namespace but the one that keeps it. */
export async function processesIn({ pid }: PrivateNamespace): Promise<readonly number[]> {
  const network = await networkOf(pid);
  const found: number[] = [];
  for (const entry of await readdir('/proc')) {
    const one = Number(entry);
    if (Number.isInteger(one) && one !== pid && (await networkOf(one)) === network) found.push(one);
  }
  return found;
}

/** What has ended has none. */
async function networkOf(pid: number): Promise<string | null> {
  return readlink(`/proc/${String(pid)}/ns/net`).catch(() => null);
}
