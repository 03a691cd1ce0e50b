import { rm } from 'node:fs/promises';
import { answerSearch } from '../domain/search-index.js';
import { SEARCH_INDEXES } from '../shared/helper-files.js';
import type { SearchRequest } from '../shared/helper-protocol.js';
import type { SearchAnswer } from '../shared/snapshot-content.js';
import { keptSearchIndex } from '../system/store/kept-search-index.js';
import { checkTrustedDirectory } from '../system/trusted-path.js';
import { withDestination } from './open-destination.js';
import type { Session } from './session.js';

/** The verb `search`. */
export async function search(session: Session, { text }: SearchRequest): Promise<SearchAnswer> {
  await checkTrustedDirectory(SEARCH_INDEXES);
  return withDestination(session, async ({ context: { signal }, store }) => {
    const snapshots = await store.snapshots();
    return answerSearch(
      await keptSearchIndex(indexFile(session.id), store, snapshots, signal),
      text,
    );
  });
}

/** It tells names of files that are nobody's business but root's. */
export async function forgetSearchIndex(id: string): Promise<void> {
  await rm(indexFile(id), { force: true });
}

function indexFile(id: string): string {
  return `${SEARCH_INDEXES}/${id}`;
}
