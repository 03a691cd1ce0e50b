/** A line that rsync wrote to its standard error, about one file where it names one. */
export interface RsyncMessage {
  readonly kind: 'vanished' | 'unreadable' | 'not-written' | 'other';
  /** As rsync escapes it; null where the message names no file. */
  readonly file: string | null;
  /** errno(3) in the message; null where there is none. */
  readonly errno: number | null;
  readonly text: string;
}

/** rsync escapes neither quotes nor backslashes in a name; what follows the closing quote tells it from others. */
const FILE = /"(.*?)"(?=$|: |,|\)| -> | failed\b| \(in )/;
const VANISHED = /^(?:file|directory) has vanished:/;
const SIDE = /^rsync: \[(sender|generator|receiver|Receiver|client|server)\]/;
const ERRNO = /\((\d+)\)$/;

/** Under LC_ALL=C; rsync has no machine-readable form of these, the errno in parentheses excepted. */
export function parseRsyncMessage(text: string): RsyncMessage {
  const file = FILE.exec(text)?.[1] ?? null;
  const errno = ERRNO.exec(text)?.[1];
  return {
    kind: messageKind(text, file),
    file,
    errno: errno === undefined ? null : Number(errno),
    text,
  };
}

function messageKind(text: string, file: string | null): RsyncMessage['kind'] {
  if (VANISHED.test(text)) return 'vanished';
  const side = SIDE.exec(text)?.[1];
  if (side === undefined || file === null) return 'other';
  return side === 'sender' ? 'unreadable' : 'not-written';
}

/** errno(3): what says that the destination itself is full, gone or broken. */
const ENOSPC = 28;
const EDQUOT = 122;
const BROKEN_DESTINATION = new Set([5 /* EIO */, 6 /* ENXIO */, 19 /* ENODEV */, 30 /* EROFS */]);

export function isDiskFull(message: RsyncMessage): boolean {
  return message.errno === ENOSPC || message.errno === EDQUOT;
}

/** True: the destination's file system failed, as when its disk was pulled; not just one file. */
export function isDestinationBroken(message: RsyncMessage): boolean {
  return (
    message.kind === 'not-written' &&
    message.errno !== null &&
    BROKEN_DESTINATION.has(message.errno)
  );
}
