import type { AskChannel, AskRequest } from './ipc-contract.js';
import { APPLICATION_REQUEST_READERS } from './parse-application-request.js';
import { PROFILE_REQUEST_READERS } from './parse-profile-request.js';
import { SNAPSHOT_REQUEST_READERS } from './parse-snapshot-request.js';

/** For each channel the reader of its request; a reader throws InvalidField. */
export const ASK_REQUEST_READERS: {
  readonly [C in AskChannel]: (value: unknown) => AskRequest<C>;
} = {
  ...APPLICATION_REQUEST_READERS,
  ...PROFILE_REQUEST_READERS,
  ...SNAPSHOT_REQUEST_READERS,
};

export const ASK_CHANNELS = Object.keys(ASK_REQUEST_READERS) as readonly AskChannel[];
