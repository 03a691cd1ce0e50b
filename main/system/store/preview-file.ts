import { imageType, isPdf, isText } from '../../domain/file-content.js';
import type { FileBeginning } from '../../engine/ports-contents.js';
import type { Preview } from '../../shared/snapshot-content.js';

/** Bytes of a text that are shown: some thousand lines. */
const TEXT_LIMIT = 256 * 1024;
/** Bytes of an image or a document: photographs are smaller. */
const WHOLE_LIMIT = 40 * 1024 ** 2;

/**
 * The beginning of a text, or an image or a PDF document; nothing else is opened.
 *
 * @param read the first bytes of the file; null: it is none
 * @param wholeLimit bytes of what is shown whole or not at all
 */
export async function previewFile(
  read: (bytes: number) => Promise<FileBeginning | null>,
  wholeLimit = WHOLE_LIMIT,
): Promise<Preview> {
  const beginning = await read(TEXT_LIMIT);
  if (beginning === null) return { kind: 'none', reason: 'no-file' };
  const { bytes, size } = beginning;
  if (bytes.length === 0) return { kind: 'none', reason: 'empty' };
  const kind = wholeKind(bytes);
  if (kind !== null) {
    if (size > wholeLimit) return { kind: 'none', reason: 'large' };
    const whole = size <= bytes.length ? beginning : await read(size);
    return { ...kind, bytes: whole?.bytes ?? bytes };
  }
  if (!isText(bytes)) return { kind: 'none', reason: 'binary' };
  const text = new TextDecoder('utf-8').decode(bytes);
  return { kind: 'text', text, whole: size <= bytes.length };
}

/** null: nothing of which the beginning alone would be of no use. */
function wholeKind(beginning: Uint8Array) {
  if (isPdf(beginning)) return { kind: 'pdf', type: 'application/pdf' } as const;
  const type = imageType(beginning);
  return type === null ? null : ({ kind: 'image', type } as const);
}
