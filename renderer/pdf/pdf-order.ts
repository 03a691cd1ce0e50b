/** What the worker is to paint. The answer comes at the port that goes with it. */
export interface PdfOrder {
  readonly bytes: Uint8Array;
  /** From 1 on. */
  readonly page: number;
  /** Pixels of the screen that there are for it. */
  readonly width: number;
}

export type PdfAnswer =
  | {
      readonly kind: 'page';
      readonly bitmap: ImageBitmap;
      /** How many pages the document says that it has. */
      readonly pages: number;
    }
  | { readonly kind: 'failed'; readonly reason: 'locked' | 'damaged' };
