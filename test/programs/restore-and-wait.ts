// Restores all of a snapshot by replacing, as the application does, says so, and waits to be killed.
// Arguments: snapshot, target, notes, and `thread` for a thread that ends when it has restored, in a process that does not.
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { readdirSync } from 'node:fs';
import { restoreItems } from '../../main/system/store/restore-items.js';
import { noteRestore } from '../../main/system/store/restore-notes.js';

const [snapshot = '', target = '', notes = '', where = 'process'] = process.argv.slice(2);

async function restore(): Promise<void> {
  const items = readdirSync(snapshot).map((name) => ({ path: name, names: [Buffer.from(name)] }));
  await restoreItems(
    {
      ...{ snapshot, snapshotName: '2026-11-21 19:36:28', target, items },
      ...{ conflict: 'replace', layout: 'in-place' },
      forbidden: { destination: '/nowhere', device: null },
    },
    {
      signal: new AbortController().signal,
      keepReplaced: true,
      onTrace: (trace) => noteRestore(notes, trace),
    },
  );
}

if (where === 'thread' && isMainThread) {
  const worker = new Worker(__filename, { argv: [snapshot, target, notes, where] });
  worker.once('message', () => void worker.terminate().then(() => console.log('restored')));
} else {
  void restore().then(() =>
    parentPort === null ? console.log('restored') : parentPort.postMessage('restored'),
  );
}
setInterval(() => undefined, 60_000);
