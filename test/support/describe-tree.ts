import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { runProgram } from './run-program.js';

/** Everything that can be known of each entry, by its name (bytes as Latin-1) relative to the tree. */
export type TreeDescription = ReadonlyMap<string, string>;

interface Entry {
  readonly name: string;
  readonly type: string;
  readonly inode: string;
  readonly facts: string;
}

/** find(1), -printf: name, type, inode, then all that must stay the same. A directory's size is its file system's affair. */
const FORMAT = '%P\\0%y\\0%i\\0mode %m owner %U:%G mtime %T@ size %s blocks %b -> %l\\0';

/**
 * Type, mode, owner, time of change in nanoseconds, size, allocated blocks, link target, hash of the content, extended
 * attributes (access control lists are among them), and which names are one file.
 *
 * Without blocks, for two trees on different file systems: each allocates in its own way.
 */
export async function describeTree(
  path: string,
  { blocks = true }: { readonly blocks?: boolean } = {},
): Promise<TreeDescription> {
  const entries = await listEntries(path);
  const attributes = await extendedAttributes(path);
  const hashes = new Map<string, string>();
  const groups = new Map<string, string>();
  const described = new Map<string, string>();
  for (const { name, type, inode, facts } of entries) {
    const parts = [type, comparable(type, facts, blocks)];
    if (type === 'f') {
      const hash = hashes.get(inode) ?? (await contentHash(path, name));
      hashes.set(inode, hash);
      parts.push(`sha256 ${hash}`);
    }
    if (type !== 'd') {
      const first = groups.get(inode) ?? name;
      groups.set(inode, first);
      if (first !== name) parts.push(`same file as ${first}`);
    }
    parts.push(attributes.get(name) ?? 'no attributes');
    described.set(name, parts.join('; '));
  }
  return described;
}

/** What one tree has and the other has not, or has otherwise; the first twenty, for a message that can be read. */
export function differences(before: TreeDescription, after: TreeDescription): readonly string[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names
    .filter((name) => before.get(name) !== after.get(name))
    .slice(0, 20)
    .map((name) => `${name}: ${before.get(name) ?? 'missing'} | ${after.get(name) ?? 'missing'}`);
}

function comparable(type: string, facts: string, blocks: boolean): string {
  if (type === 'd') return facts.replace(/ size \d+ blocks \d+/, '');
  return blocks ? facts : facts.replace(/ blocks \d+/, '');
}

async function listEntries(path: string): Promise<readonly Entry[]> {
  const output = await runProgram('find', [path, '-printf', FORMAT]);
  const fields = output.split('\0');
  const entries: Entry[] = [];
  for (let at = 0; at + 4 <= fields.length; at += 4) {
    const [name = '', type = '', inode = '', facts = ''] = fields.slice(at, at + 4);
    entries.push({ name, type, inode, facts });
  }
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function contentHash(path: string, name: string): Promise<string> {
  const hash = createHash('sha256');
  const file = Buffer.concat([Buffer.from(`${path}/`), Buffer.from(name, 'latin1')]);
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** getfattr(1): one paragraph for each entry that has any; it writes names with octal escapes. */
async function extendedAttributes(path: string): Promise<ReadonlyMap<string, string>> {
  const args = ['-h', '-R', '-P', '-d', '-m', '-', '-e', 'hex', '--', '.'];
  const output = await runProgram('getfattr', args, { cwd: path });
  const paragraphs = output.split('\n\n').filter((paragraph) => paragraph !== '');
  return new Map(
    paragraphs.map((paragraph) => {
      const [heading = '', ...lines] = paragraph.trim().split('\n');
      const escaped = heading.replace(/^# file: (\.\/?)?/, '');
      const name = escaped.replace(/\\([0-7]{3})/g, (_, octal: string) =>
        String.fromCharCode(Number.parseInt(octal, 8)),
      );
      return [name, lines.sort().join(' ')];
    }),
  );
}
