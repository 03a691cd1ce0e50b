// With this import PDF.js finds its other half in here, and starts no worker of its own.
import 'pdfjs-dist/legacy/build/pdf.worker.mjs';
import { getDocument, type PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { PdfAnswer, PdfOrder } from './pdf-order.js';

/**
 * Paints one page of a document. Here are neither the window's bridge nor its contents, and nothing can be loaded; PDF.js runs
 * none of a document's scripts. Documents are not to be trusted, so whoever started this ends it when it takes too long. It answers
 * at a port, for PDF.js takes the worker's own for itself.
 */
addEventListener('message', ({ data, ports: [port] }: MessageEvent<PdfOrder>) => {
  if (port !== undefined) void answer(data, port);
});

/** Pixels. */
const MOST_WIDTH = 960;
/** Times the width. */
const MOST_HEIGHT = 4;
/** Pixels of an image in a document. */
const LARGEST_IMAGE = 64 * 1024 ** 2;

async function answer(order: PdfOrder, port: MessagePort): Promise<void> {
  try {
    const painted = await paint(order);
    port.postMessage(painted satisfies PdfAnswer, [painted.bitmap]);
  } catch (error) {
    const isLocked = error instanceof Error && error.name === 'PasswordException';
    const reason = isLocked ? 'locked' : 'damaged';
    port.postMessage({ kind: 'failed', reason } satisfies PdfAnswer);
  }
}

async function paint({ bytes, page, width }: PdfOrder) {
  const document = await getDocument({
    data: bytes,
    ...{ isEvalSupported: false, useWasm: false, useWorkerFetch: false },
    // Here is `openjpeg_nowasm_fallback.js`, which it loads by that name for an image in JPEG 2000.
    wasmUrl: new URL('./', import.meta.url).href,
    ...{ maxImageSize: LARGEST_IMAGE, canvasMaxAreaInBytes: 4 * LARGEST_IMAGE },
    verbosity: 0,
    ownerDocument: PAGE as unknown as HTMLDocument,
    FilterFactory: NoFilters,
  }).promise;
  const bitmap = await paintPage(await document.getPage(page), Math.min(width, MOST_WIDTH));
  return { kind: 'page', bitmap, pages: document.numPages } as const;
}

async function paintPage(page: PDFPageProxy, room: number): Promise<ImageBitmap> {
  const { width, height } = page.getViewport({ scale: 1 });
  const scale = Math.min(room / width, (room * MOST_HEIGHT) / height);
  const viewport = page.getViewport({ scale });
  const [across, down] = [viewport.width, viewport.height].map((it) => Math.max(Math.ceil(it), 1));
  const canvas = new OffscreenCanvas(across ?? 1, down ?? 1);
  await page.render({ canvas: canvas as unknown as HTMLCanvasElement, viewport }).promise;
  return canvas.transferToImageBitmap();
}

/** As much of a web page as PDF.js needs to paint. */
const PAGE = {
  fonts: (globalThis as unknown as { readonly fonts: FontFaceSet }).fonts,
  createElement: () => new OffscreenCanvas(1, 1),
};

/** Filters would be elements of a web page. */
class NoFilters {
  addFilter = (): string => 'none';
  addHCMFilter = (): string => 'none';
  addAlphaFilter = (): string => 'none';
  addLuminosityFilter = (): string => 'none';
  addHighlightHCMFilter = (): string => 'none';
  destroy = (): void => undefined;
}
