import { useEffect, useState } from 'react';
import type { RefObject } from 'react';
import { paintPage, type PaintedPage } from './paint-page.js';

export interface PdfLook {
  readonly bytes: Uint8Array;
  /** The page that is wanted, from 1 on. */
  readonly page: number;
  /** How many there are, as far as is known. */
  readonly pages: number;
  /** The last page that could be painted. */
  readonly painted: { readonly page: number; readonly bitmap: ImageBitmap } | null;
  /** Why the wanted page could not. */
  readonly failed: Extract<PaintedPage, { readonly kind: 'failed' }>['reason'] | null;
}

/**
 * A look at one page of a document after the other; a page stays until the next is painted.
 *
 * @param box what it is shown in
 */
export function usePdfPages(
  bytes: Uint8Array,
  box: RefObject<HTMLElement | null>,
): {
  readonly look: PdfLook;
  readonly turnTo: (page: number) => void;
} {
  const [kept, keep] = useState(() => beginningOf(bytes));
  const look = kept.bytes === bytes ? kept : beginningOf(bytes);
  const { page } = look;
  useEffect(() => {
    const width = Math.ceil((box.current?.clientWidth ?? 0) * devicePixelRatio);
    return paintPage({ bytes, page, width }, (done) => {
      if (done.kind === 'failed') keep({ ...look, failed: done.reason });
      else keep({ ...look, pages: done.pages, painted: { page, bitmap: done.bitmap } });
    });
    // What else is in the look changes only with these.
  }, [bytes, page]);
  return { look, turnTo: (next) => keep({ ...look, page: next, failed: null }) };
}

function beginningOf(bytes: Uint8Array): PdfLook {
  return { bytes, page: 1, pages: 1, painted: null, failed: null };
}
