import type { HelperContract, HelperVerb, RunningVerb } from '../shared/helper-protocol.js';
import { lock, unlock } from './disk.js';
import {
  readBrowseRequest,
  readCompareRequest,
  readInstallRequest,
  readPinRequest,
  readPreviewRequest,
  readSnapshotsRequest,
  readRestoreRequest,
  readSearchRequest,
  readVersionsRequest,
} from './parse-request.js';
import { installProfile, removeProfile } from './profiles.js';
import { restore } from './restore.js';
import type { Session } from './session.js';
import { compare, measure } from './look-through.js';
import { search } from './search.js';
import { settleKilled } from './settle-killed.js';
import { browse, listSnapshots, pin, preview, remove, versions } from './snapshots.js';

/** Every verb but those that are told as a run. */
export type AnsweringVerb = Exclude<HelperVerb, RunningVerb>;

interface Verb<Request, Answer> {
  /** null: it takes no request. */
  readonly parse: ((value: unknown) => Request) | null;
  readonly answer: (session: Session, request: Request) => Promise<Answer>;
}

type Verbs = {
  readonly [V in AnsweringVerb]: Verb<HelperContract[V]['request'], HelperContract[V]['answer']>;
};

const VERBS: Verbs = {
  unlock: {
    parse: null,
    answer: async (session) => {
      await settleKilled(session);
      return unlock(session);
    },
  },
  lock: { parse: null, answer: lock },
  list: { parse: null, answer: listSnapshots },
  browse: { parse: readBrowseRequest, answer: browse },
  preview: { parse: readPreviewRequest, answer: preview },
  versions: { parse: readVersionsRequest, answer: versions },
  measure: { parse: readSnapshotsRequest, answer: measure },
  compare: { parse: readCompareRequest, answer: compare },
  search: { parse: readSearchRequest, answer: search },
  restore: { parse: readRestoreRequest, answer: restore },
  'remove-snapshot': { parse: readSnapshotsRequest, answer: remove },
  pin: { parse: readPinRequest, answer: pin },
  'install-profile': { parse: readInstallRequest, answer: installProfile },
  'remove-profile': { parse: null, answer: removeProfile },
};

/** Reads the verb's request, where it takes one, and does it. */
export async function answer<V extends AnsweringVerb>(
  verb: V,
  session: Session,
): Promise<HelperContract[V]['answer']> {
  const { parse, answer } = VERBS[verb] as Verb<unknown, HelperContract[V]['answer']>;
  return answer(session, parse === null ? null : await session.ask(parse, session.signal));
}
