/** What takes so long that it can be called off. */
export type LongWork = 'measure' | 'compare' | 'remove' | 'drag';

/** How far something is that takes long: entries that were compared, snapshots that were removed, or bytes that were copied. */
export interface WorkProgress {
  readonly done: number;
  /** 0: nobody knows. */
  readonly of: number;
}

/** Bytes of contents. */
export interface RestoreProgress {
  readonly bytes: number;
  readonly of: number;
}
