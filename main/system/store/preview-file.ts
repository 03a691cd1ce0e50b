import { imageType, isPdf, isText } from '../../domain/file-content.js';
import type { FileBeginning } from '../../engine/ports-contents.js';
import type { Preview } from '../../shared/snapshot-content.js';

/** Bytes of a text that are shown: some thousand lines. */
const TEXT_LIMIT = 256 * 1024;
/** Bytes: photographs are smaller. */
const IMAGE_LIMIT = 40 * 1024 ** 2;

/**
 * The beginning of a text, or an image; nothing else is opened.
 *
 * @param read the first bytes of the file; null: it is none
 * @param imageLimit bytes
 */
export async function previewFile(
  read: (bytes: number) => Promise<FileBeginning | null>,
  imageLimit = IMAGE_LIMIT,
): Promise<Preview> {
  const beginning = await read(TEXT_LIMIT);
  if (beginning === null) return { kind: 'none', reason: 'no-file' };
  const { bytes, size } = beginning;
  if (bytes.length === 0) return { kind: 'none', reason: 'empty' };
  const type = imageType(bytes);
  if (type !== null) {
    if (size > imageLimit) return { kind: 'none', reason: 'large' };
    const whole = size <= bytes.length ? beginning : await read(size);
    return { kind: 'image', bytes: whole?.bytes ?? bytes, type };
  }
  if (isPdf(bytes)) return { kind: 'none', reason: 'pdf' };
  if (!isText(bytes)) return { kind: 'none', reason: 'binary' };
  const text = new TextDecoder('utf-8').decode(bytes);
  return { kind: 'text', text, whole: size <= bytes.length };
}
