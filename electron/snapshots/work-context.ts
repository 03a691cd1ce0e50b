import type { WorkPlace } from './work-contract.js';

export interface WorkContext {
  readonly place: WorkPlace;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, of: number) => void;
}
