export interface CpioEntry {
  readonly path: string;
  /** Absent: a directory. */
  readonly content?: Uint8Array;
  /** Permission bits. */
  readonly mode: number;
}

const REGULAR_FILE = 0o100000;
const DIRECTORY = 0o040000;

/**
 * An archive that Linux takes as an initrd; of several, one after the other, it unpacks all.
 * https://docs.kernel.org/driver-api/early-userspace/buffer-format.html
 */
export function cpioArchive(entries: readonly CpioEntry[]): Buffer {
  const trailer: CpioEntry = { path: 'TRAILER!!!', content: Buffer.alloc(0), mode: 0 };
  return Buffer.concat([...entries, trailer].flatMap(record));
}

function record({ path, content, mode }: CpioEntry, index: number): readonly Buffer[] {
  const type = content === undefined ? DIRECTORY : REGULAR_FILE;
  const data = Buffer.from(content ?? []);
  const name = Buffer.from(`${path}\0`);
  const fields = [
    // inode, mode, owner, group, links, time of change, size
    ...[index + 1, type | mode, 0, 0, 1, 0, data.length],
    // four device numbers, length of the name, checksum
    ...[0, 0, 0, 0, name.length, 0],
  ];
  const header = `070701${fields.map((field) => field.toString(16).padStart(8, '0')).join('')}`;
  return [padded(Buffer.concat([Buffer.from(header), name])), padded(data)];
}

/** To a multiple of four bytes. */
function padded(buffer: Buffer): Buffer {
  return Buffer.concat([buffer, Buffer.alloc((4 - (buffer.length % 4)) % 4)]);
}
