import { execa } from 'execa';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { parseCommandLine } from '../../main/cli/command-line.js';
import { OPTIONS } from '../../main/cli/option-table.js';
import { usage } from '../../main/cli/usage.js';
import {
  formatInstalledProfile,
  parseInstalledProfile,
} from '../../main/shared/installed-profile.js';
import { machineProfile } from '../support/root-helper.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

const share = join(inject('packages').root, 'usr/share');

/** As a person reads it, in one line. */
async function manPage(path: string): Promise<string> {
  const { stdout } = await execa('man', ['-l', join(share, 'man', path)], {
    env: { LC_ALL: 'C.UTF-8', MANWIDTH: '2000' },
  });
  return stdout.replaceAll(/\s+/g, ' ');
}

describe('rsync-system-backup(1)', () => {
  let page: string;
  beforeAll(async () => {
    page = await manPage('man1/rsync-system-backup.1.gz');
  });

  it('says all that --help says', () => {
    const [, ...paragraphs] = usage().split('\n\n');
    const said = paragraphs.flatMap((paragraph) => paragraph.split(/\n(?= +-)/));
    expect(said.length).toBeGreaterThan(OPTIONS.length);
    const missing = said
      .map((text) => text.replace(/:$/, '').replaceAll(/\s+/g, ' ').trim())
      .filter((text) => !page.includes(text));
    expect(missing).toEqual([]);
  });

  it('has examples that the command understands', () => {
    const examples = page
      .slice(page.indexOf('EXAMPLES'))
      .matchAll(/rsync-system-backup (--\S+ .*?) (?=[A-Z])/g);
    const commands = [...examples].map(([, args = '']) => args.split(' '));
    expect(commands.length).toBe(3);
    for (const args of commands) expect(parseCommandLine(args).destination).toMatch(/latest$/);
  });
});

describe('rsync-system-backup-profile(5)', () => {
  it('describes every field, and has an example that is a profile', async () => {
    const source = await readFile('build/man/rsync-system-backup-profile.5', 'utf8');
    const described = [...source.matchAll(/^\.TP\n\.B (\w+)$/gm)].map(([, field]) => field);
    const profile = JSON.parse(formatInstalledProfile(machineProfile())) as object;
    expect(described.sort()).toEqual(Object.keys(profile).sort());
    const example = /\.EX\n(\{[^]*?\n\})\n\.EE/.exec(source)?.[1] ?? '';
    expect(parseInstalledProfile(example, 'laptop')).toMatchObject({ ok: true });
    expect(await manPage('man5/rsync-system-backup-profile.5.gz')).toContain('"id": "laptop"');
  });
});

describe('completion', () => {
  const LONG = OPTIONS.map(({ long }) => `--${long}`);

  async function inBash(...words: readonly string[]): Promise<readonly string[]> {
    const script = `
      source "$1"; shift
      COMP_WORDS=(rsync-system-backup "$@"); COMP_CWORD=$#
      compopt() { :; }
      _rsync_system_backup
      printf '%s\\n' "\${COMPREPLY[@]}"
    `;
    const file = join(share, 'bash-completion/completions/rsync-system-backup');
    const { stdout } = await execa('bash', ['-euc', script, 'bash', file, ...words]);
    return stdout.split('\n').filter(Boolean);
  }

  async function inFish(line: string): Promise<readonly string[]> {
    const home = await temporaryDirectory();
    const file = join(share, 'fish/vendor_completions.d/rsync-system-backup.fish');
    const script = `source ${file}; complete --do-complete '${line}'`;
    const { stdout } = await execa('fish', ['--no-config', '--command', script], {
      env: { HOME: home, XDG_CONFIG_HOME: home, XDG_DATA_HOME: home },
    });
    return stdout.split('\n').map((found) => found.split('\t')[0] ?? '');
  }

  /** zsh offers nothing without a terminal: what _arguments is given is looked at instead. */
  async function inZsh(): Promise<readonly string[]> {
    const file = join(share, 'zsh/vendor-completions/_rsync-system-backup');
    const script = `_arguments() { printf '%s\\n' "$@" }; source ${file}`;
    const { stdout } = await execa('zsh', ['-f', '-e', '-u', '-c', script]);
    return stdout.split('\n');
  }

  it('in bash offers every option, and the values of those that have some', async () => {
    expect((await inBash('--')).map((name) => name.replace('=', ''))).toEqual(LONG);
    expect(await inBash('--ionice', '=', 'b')).toEqual(['best-effort']);
    expect(await inBash('-i', '')).toEqual(['idle', 'best-effort', 'realtime']);
    expect(await inBash('--conflict', '=')).toContain('only-newer');
    expect(await inBash('--mount', '=', '/etc/ap')).toContain('/etc/apt');
    expect(await inBash('/etc/pass')).toContain('/etc/passwd');
  });

  it('in fish offers the same', async () => {
    expect((await inFish('rsync-system-backup --')).toSorted()).toEqual(LONG.toSorted());
    expect(await inFish('rsync-system-backup --ionice b')).toContain('best-effort');
    expect(await inFish('rsync-system-backup --mount /etc/ap')).toContain('/etc/apt/');
  });

  it('in zsh offers the same', async () => {
    const specs = await inZsh();
    const offered = specs.flatMap((spec) => /(--[a-z-]+)=?\[/.exec(spec)?.[1] ?? []);
    expect(offered).toEqual(LONG);
    expect(specs).toContain(
      '(-i --ionice)--ionice=[Run rsync, cp and rm with the I/O scheduling class idle, best-effort or realtime]:class:(idle best-effort realtime)',
    );
  });

  it.each(['idle', 'best-effort', 'realtime'])('offers the class %s, which there is', (name) => {
    expect(parseCommandLine([`--ionice=${name}`, '/backup']).ionice).toBe(name);
  });

  it.each(['keep-both', 'replace', 'only-missing', 'only-newer'])(
    'offers the rule %s, which there is',
    (conflict) => {
      const args = ['--restore=newest', `--conflict=${conflict}`, '/backup/latest', '/target'];
      expect(parseCommandLine(args).verb).toMatchObject({ conflict });
    },
  );
});
