import { readdir, readlink } from 'node:fs/promises';
import type { PrivateNamespace } from './private-namespace.js';

/** Between two network namespaces, which have nothing else. */
export interface Cable {
  /** Of the far end. */
  readonly address: string;
  readonly pull: () => Promise<void>;
  readonly plug: () => Promise<void>;
}

/** Made for documentation (RFC 5737). */
const [NEAR, FAR] = ['192.0.2.1', '192.0.2.2'] as const;

export async function cableBetween(near: PrivateNamespace, far: PrivateNamespace): Promise<Cable> {
  const ends = ['type', 'veth', 'peer', 'name', 'cable', 'netns', String(far.pid)];
  await near.run('ip', ['link', 'add', 'name', 'cable', ...ends]);
  const set = (namespace: PrivateNamespace, state: 'up' | 'down') => async (): Promise<void> => {
    await namespace.run('ip', ['link', 'set', 'dev', 'cable', state]);
  };
  for (const [namespace, address] of [
    [near, NEAR],
    [far, FAR],
  ] as const) {
    await namespace.run('ip', ['link', 'set', 'dev', 'lo', 'up']);
    await namespace.run('ip', ['address', 'add', `${address}/24`, 'dev', 'cable']);
    await set(namespace, 'up')();
  }
  return { address: FAR, pull: set(far, 'down'), plug: set(far, 'up') };
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
