import { displayName } from '../shared/display-name.js';
import type { RestorePreview, RestoreSummary } from '../shared/helper-protocol.js';
import { saySize } from '../shared/say-size.js';
import type {
  DirectoryEntry,
  PathVersion,
  SearchResult,
  TreeChange,
} from '../shared/snapshot-content.js';

/** Tells what was found or done, as text or as one JSON object a line. */
export interface VerbOutput {
  readonly entry: (entry: DirectoryEntry) => void;
  readonly version: (version: PathVersion) => void;
  readonly change: (change: TreeChange) => void;
  readonly found: (result: SearchResult) => void;
  readonly preview: (preview: RestorePreview) => void;
  readonly restored: (summary: RestoreSummary) => void;
  readonly done: (text: string) => void;
}

export function verbOutput(output: NodeJS.WritableStream, json: boolean): VerbOutput {
  // A reader that has gone, as `head` does, ends nothing.
  output.on('error', () => undefined);
  const tell = (event: string, value: object, text: string): void => {
    output.write(json ? `${JSON.stringify({ event, ...value })}\n` : `${text}\n`);
  };
  return {
    entry: (entry) => tell('entry', entry, entryLine(entry)),
    version: (version) => tell('version', version, versionLine(version)),
    change: (change) => tell('difference', change, changeLine(change)),
    found: (found) => tell('found', found, foundLine(found)),
    preview: (preview) => tell('restore-preview', preview, previewLine(preview)),
    restored: ({ restored, restoredCount, kept, keptCount, counts }) => {
      const summary = { restored, restoredCount, kept, keptCount, counts };
      tell('restored', summary, restoredLines(summary));
    },
    done: (text) => tell('done', {}, text),
  };
}

const KINDS = { file: '-', directory: 'd', 'symbolic-link': 'l', special: 's' } as const;
const SIGNS = { created: '+', changed: '~', deleted: '-' } as const;

function entryLine({ name, kind, size, modifiedAt, mode, uid, gid, linkTarget }: DirectoryEntry) {
  const columns = [
    `${KINDS[kind]}${mode.toString(8).padStart(4, '0')}`,
    `${String(uid)}:${String(gid)}`.padEnd(11),
    (kind === 'file' ? saySize(size) : '').padStart(10),
    timeOf(modifiedAt),
    displayName(name) + (linkTarget === null ? '' : ` -> ${displayName(linkTarget)}`),
  ];
  return columns.join('  ');
}

function versionLine({ oldest, newest, size, kind, modifiedAt }: PathVersion): string {
  const span = oldest === newest ? oldest : `${oldest} to ${newest}`;
  const contents = kind === 'file' ? saySize(size) : kind;
  return `${timeOf(modifiedAt)}  ${contents.padStart(10)}  ${span}`;
}

function changeLine({ action, path, kind, size, attributesOnly }: TreeChange): string {
  const what = attributesOnly ? 'attributes' : kind === 'file' ? saySize(size) : kind;
  return `${SIGNS[action]} ${what.padStart(10)}  ${displayName(path)}`;
}

function foundLine({ path, isDirectory, first, last }: SearchResult): string {
  const span = first === last ? first : `${first} to ${last}`;
  return `${span.padEnd(42)}  ${displayName(path)}${isDirectory ? '/' : ''}`;
}

function previewLine({ missing, different, same, bytes, freeBytes }: RestorePreview): string {
  return `Would find ${String(missing)} missing, ${String(different)} different, ${String(same)} the same; ${saySize(bytes)} to write, ${saySize(freeBytes)} free.`;
}

function restoredLines({ restored, restoredCount, kept, keptCount }: RestoreSummary): string {
  const more = (count: number): readonly string[] =>
    count > 0 ? [`… and ${String(count)} more`] : [];
  const lines = [
    ...restored.map((path) => `Restored ${displayName(path)}`),
    ...more(restoredCount - restored.length),
    ...kept.map((path) => `Left as it is: ${displayName(path)}`),
    ...more(keptCount - kept.length),
  ];
  return lines.length === 0 ? 'Everything is there already.' : lines.join('\n');
}

/** Local time, as `ls --time-style=long-iso` has it. */
function timeOf(milliseconds: number): string {
  return new Date(milliseconds).toLocaleString('sv-SE').slice(0, 16);
}
