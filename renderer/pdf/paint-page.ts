import type { PdfAnswer, PdfOrder } from './pdf-order.js';

export type PaintedPage = PdfAnswer | { readonly kind: 'failed'; readonly reason: 'late' };

/** Milliseconds: what a person has takes less, and what was made to go on for ever is not to. */
const PATIENCE = 15_000;

/**
 * Paints a page in a worker of its own: nothing of a document outlives a look at one of its pages.
 *
 * @param onEnd told once, unless it is called off before
 * @returns calls it off
 */
export function paintPage(order: PdfOrder, onEnd: (page: PaintedPage) => void): () => void {
  const worker = new Worker('pdf-worker.js', { type: 'module' });
  const { port1: ours, port2: its } = new MessageChannel();
  const late = setTimeout(() => end({ kind: 'failed', reason: 'late' }), PATIENCE);
  const stop = (): void => {
    clearTimeout(late);
    worker.terminate();
    ours.close();
  };
  const end = (page: PaintedPage): void => {
    stop();
    onEnd(page);
  };
  worker.onerror = () => end({ kind: 'failed', reason: 'damaged' });
  ours.onmessage = ({ data }: MessageEvent<PdfAnswer>) => end(data);
  worker.postMessage(order, [its]);
  return stop;
}
