import { describe, expect, it } from 'vitest';
import { escapeName } from '../../main/shared/display-name.js';
import type { SentPreview } from '../../main/shared/helper-protocol.js';
import type {
  Comparison,
  PathVersion,
  SearchAnswer,
  SnapshotSpace,
} from '../../main/shared/snapshot-content.js';
import type { SnapshotSummary } from '../../main/shared/snapshot-summary.js';
import {
  answerOf,
  helperMachine,
  machineProfile,
  refusalOf,
  TRUSTED,
  type HelperMachine,
} from '../support/root-helper.js';

const SOURCE = `${TRUSTED}/source`;

async function machineWith(script: string): Promise<HelperMachine> {
  const machine = await helperMachine();
  await machine.shell(`mkdir -p ${SOURCE}; cd ${SOURCE}; ${script}`);
  await machine.install(machineProfile());
  await backUp(machine);
  return machine;
}

async function backUp(machine: HelperMachine): Promise<void> {
  expect(refusalOf(await machine.call('run', 'home'))).toBe(null);
}

async function names(machine: HelperMachine): Promise<readonly string[]> {
  const listed = answerOf(await machine.call('list', 'home')) as readonly SnapshotSummary[];
  return listed.map(({ name }) => name);
}

async function preview(machine: HelperMachine, path: string): Promise<SentPreview> {
  const [snapshot] = await names(machine);
  return answerOf(await machine.call('preview', 'home', { snapshot, path })) as SentPreview;
}

describe('a preview', () => {
  it('is the beginning of a text, whoever it belongs to, and no more of it however large it is', async () => {
    const machine = await machineWith(`
      mkdir -m 700 secrets; echo 'Dear Grace' > secrets/letter; chown -R 47211 .; chmod 600 secrets/letter
      yes 0123456789 | head -c 3000000 > long; truncate -s 10G long`);
    expect(await preview(machine, 'secrets/letter')).toEqual({
      ...{ kind: 'text', text: 'Dear Grace\n', whole: true },
    });
    const long = await preview(machine, 'long');
    expect(long).toMatchObject({ kind: 'text', whole: false });
    expect('text' in long && long.text.length).toBe(256 * 1024);
  });

  it('is an image or a PDF document as it is, up to 16 MiB', async () => {
    const machine = await machineWith(`
      printf 'GIF89a\\000\\377 image' > small; cp small large; truncate -s 16777217 large
      echo '%PDF-1.7' > paper`);
    expect(await preview(machine, 'small')).toEqual({
      kind: 'image',
      type: 'image/gif',
      base64: Buffer.from('GIF89a\0\xff image', 'latin1').toString('base64'),
    });
    expect(await preview(machine, 'paper')).toEqual({
      kind: 'pdf',
      type: 'application/pdf',
      base64: Buffer.from('%PDF-1.7\n').toString('base64'),
    });
    expect(await preview(machine, 'large')).toEqual({ kind: 'none', reason: 'large' });
  });

  it('follows no link, waits for no pipe and opens no device', async () => {
    const machine = await machineWith(`
      ln -s /etc/shadow link; mkfifo pipe; mknod device c 1 5; mkdir folder; : > empty`);
    for (const path of ['link', 'pipe', 'device', 'folder']) {
      expect([path, await preview(machine, path)]).toEqual([
        path,
        { kind: 'none', reason: 'no-file' },
      ]);
    }
    expect(await preview(machine, 'empty')).toEqual({ kind: 'none', reason: 'empty' });
  });

  it('takes any bytes for a name', async () => {
    const machine = await machineWith(`printf one > "$(printf 'new\\nline \\377')"`);
    const path = escapeName(Buffer.from('new\nline \xff', 'latin1'));
    expect(await preview(machine, path)).toMatchObject({ text: 'one' });
  });

  it('is not in the log', async () => {
    const machine = await machineWith('echo confidential > letter');
    await preview(machine, 'letter');
    const log = await machine.log();
    expect(log).toContain('preview “home”');
    expect(log).not.toContain('confidential');
  });
});

describe('versions', () => {
  it('are the different ones, newest first, also where only root may look', async () => {
    const machine = await machineWith(`
      mkdir -m 700 secrets; echo first > secrets/letter; chown -R 47211 .; touch -d 2024-01-01 secrets/letter`);
    await machine.shell(`echo second >> ${SOURCE}/secrets/letter`);
    await backUp(machine);
    const [first, second] = await names(machine);
    const found = answerOf(
      await machine.call('versions', 'home', { path: 'secrets/letter' }),
    ) as readonly PathVersion[];
    expect(found).toMatchObject([
      { newest: second, oldest: second, snapshots: 1, size: 13, uid: 47_211 },
      { newest: first, oldest: first, snapshots: 1, size: 6, uid: 47_211 },
    ]);
    expect(answerOf(await machine.call('versions', 'home', { path: 'secrets/none' }))).toEqual([]);
  });

  it('are not those of something that a link leads to', async () => {
    const machine = await machineWith('ln -s /etc link; echo x > file');
    expect(answerOf(await machine.call('versions', 'home', { path: 'link/passwd' }))).toEqual([]);
    expect(answerOf(await machine.call('versions', 'home', { path: 'file/x' }))).toEqual([]);
  });
});

describe('a search', () => {
  const find = async (machine: HelperMachine, text: string): Promise<SearchAnswer> =>
    answerOf(await machine.call('search', 'home', { text })) as SearchAnswer;
  const indexes = '/var/cache/rsync-system-backup/search';

  it('finds what only root may read, and keeps the names for the next, for root alone', async () => {
    const machine = await machineWith('mkdir -m 700 secrets; echo x > secrets/letter; echo y > it');
    const [first] = await names(machine);
    const letter = { path: 'secrets/letter', isDirectory: false, first, last: first };
    expect(await find(machine, 'LETT')).toEqual({
      ...{ results: [letter], total: 1, complete: true, closed: 0 },
    });
    expect(await machine.shell(`stat -c '%u %a' ${indexes} ${indexes}/home`)).toBe(
      '0 700\n0 600\n',
    );
    expect(await find(machine, '')).toMatchObject({ results: [], total: 0 });
    await machine.write(`${indexes}/home`, 'no index');
    expect(await find(machine, '*ter')).toMatchObject({ results: [letter] });
    await backUp(machine);
    expect(await find(machine, 'it')).toMatchObject({ results: [{ path: 'it', first }] });
  });

  it('is forgotten with its profile, and does nothing for what it does not know', async () => {
    const machine = await machineWith('echo x > letter');
    const more = { text: 'x', path: 'y' };
    expect(refusalOf(await machine.call('search', 'home', more))).toBe('invalid-request');
    await find(machine, 'letter');
    await machine.call('remove-profile', 'home');
    expect(await machine.shell(`ls ${indexes}`)).toBe('');
  });
});

describe('snapshots', () => {
  it('are compared with each other and with now, and added up, also where only root may look', async () => {
    const machine = await machineWith('mkdir -m 700 secrets; echo first > secrets/letter');
    await machine.shell(
      `echo and more >> ${SOURCE}/secrets/letter; echo x > ${SOURCE}/secrets/new`,
    );
    await backUp(machine);
    await machine.shell(`rm ${SOURCE}/secrets/new`);
    const [before = '', after = ''] = await names(machine);
    const compare = async (request: unknown): Promise<Comparison> =>
      answerOf(await machine.call('compare', 'home', request)) as Comparison;
    const counts = { created: 1, changed: 1, deleted: 0 };
    expect(await compare({ before, after })).toMatchObject({ counts, fromRecords: true });
    const now = await compare({ before: after, after: null });
    expect(now.changes).toMatchObject([{ path: 'secrets/new', action: 'deleted' }]);
    const space = answerOf(
      await machine.call('measure', 'home', { snapshots: [before] }),
    ) as SnapshotSpace;
    expect(space.bytes).toBeGreaterThanOrEqual(space.freed ?? 0);
    expect(space.freed).toBeGreaterThan(0);
  });

  it('are none where a name is a way to something else', async () => {
    const machine = await machineWith('echo x > letter');
    const code = async (verb: string, request: unknown): Promise<string | null> =>
      refusalOf(await machine.call(verb, 'home', request));
    for (const name of ['../source', 'latest', '.', '..', '']) {
      expect(await code('compare', { before: name, after: null })).toBe('snapshot-missing');
    }
    expect(await code('measure', { snapshots: ['../source'] })).toBe('invalid-request');
    expect(await code('measure', { snapshots: ['latest'] })).toBe('snapshot-missing');
    expect(await code('measure', { snapshots: [] })).toBe('invalid-request');
    expect(await code('compare', { before: null })).toBe('invalid-request');
  });
});
