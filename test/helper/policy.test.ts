import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { HELPER_PATH } from '../../main/shared/helper-files.js';
import type { HelperVerb } from '../../main/shared/helper-protocol.js';

const POLICY = new URL('../../build/polkit/org.rsync-system-backup.policy', import.meta.url);
const PREFIX = 'org.rsync-system-backup';

/** Without a password, with one for a while, and with one each time; at another seat or from afar always with one. */
const UNATTENDED = ['auth_admin', 'auth_admin', 'yes'];
const FOR_A_WHILE = ['auth_admin', 'auth_admin', 'auth_admin_keep'];
const EACH_TIME = ['auth_admin', 'auth_admin', 'auth_admin'];

const EXPECTED: Readonly<Record<HelperVerb, readonly string[]>> = {
  run: UNATTENDED,
  unlock: UNATTENDED,
  lock: UNATTENDED,
  list: FOR_A_WHILE,
  browse: FOR_A_WHILE,
  preview: FOR_A_WHILE,
  versions: FOR_A_WHILE,
  measure: FOR_A_WHILE,
  compare: FOR_A_WHILE,
  search: FOR_A_WHILE,
  restore: FOR_A_WHILE,
  'remove-snapshot': FOR_A_WHILE,
  pin: FOR_A_WHILE,
  'install-profile': EACH_TIME,
  'remove-profile': EACH_TIME,
  'test-profile': FOR_A_WHILE,
};

interface Action {
  readonly id: string;
  readonly description: string;
  readonly message: string;
  /** For any, inactive and active sessions. */
  readonly defaults: readonly string[];
  readonly annotations: ReadonlyMap<string, string>;
}

async function actions(): Promise<readonly Action[]> {
  const text = await readFile(POLICY, 'utf8');
  return [...text.matchAll(/<action id="([^"]*)">(.*?)<\/action>/gs)].map(
    ([, id = '', body = '']) => ({
      id,
      description: element(body, 'description'),
      message: element(body, 'message'),
      defaults: ['allow_any', 'allow_inactive', 'allow_active'].map((name) => element(body, name)),
      annotations: new Map(
        [...body.matchAll(/<annotate key="([^"]*)">([^<]*)<\/annotate>/g)].map(
          ([, key = '', value = '']) => [key, value] as const,
        ),
      ),
    }),
  );
}

function element(body: string, name: string): string {
  const found = [...body.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))];
  expect(found, name).toHaveLength(1);
  return found[0]?.[1] ?? '';
}

describe('the polkit policy', () => {
  it('has one action for each verb, with the right to it, and nothing else', async () => {
    const found = (await actions()).map(({ id, defaults }) => [id, defaults]);
    expect(found.toSorted()).toEqual(
      Object.entries(EXPECTED)
        .map(([verb, defaults]) => [`${PREFIX}.${verb}`, defaults])
        .toSorted(),
    );
  });

  it('binds each action to the helper and its verb', async () => {
    for (const { id, annotations } of await actions()) {
      expect(annotations.get('org.freedesktop.policykit.exec.path')).toBe(HELPER_PATH);
      expect(`${PREFIX}.${annotations.get('org.freedesktop.policykit.exec.argv1') ?? ''}`).toBe(id);
    }
  });

  it('lets one permission imply another only where both are asked for alike', async () => {
    const known = await actions();
    for (const { defaults, annotations } of known) {
      const implied = annotations.get('org.freedesktop.policykit.imply')?.split(' ') ?? [];
      for (const id of implied) {
        expect(known.find((action) => action.id === id)?.defaults).toEqual(defaults);
      }
    }
  });

  it('says why a password is asked for', async () => {
    for (const { message, description } of await actions()) {
      expect(message).toMatch(/^Authentication is required to [a-z].*[^.]$/);
      expect(description).not.toBe('');
    }
  });
});
