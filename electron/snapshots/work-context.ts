import type { WorkPlace } from './work-contract.js';

export interface WorkContext {
  readonly place: WorkPlace;
  readonly signal: AbortSignal;
  readonly onProgress: (bytes: number, of: number) => void;
}
