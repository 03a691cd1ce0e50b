import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';

/** Marks the fuses inside the executable: https://www.electronjs.org/docs/latest/tutorial/fuses */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

/** Numbers of the fuses that are set here, by their names in @electron/fuses. */
const FUSES = { EnableNodeCliInspectArguments: 3, LoadBrowserProcessSpecificV8Snapshot: 6 };

/** After the sentinel come a byte for the version, a byte for the number of fuses, a digit for each fuse. */
export function setFuses(executable, wanted) {
  const image = readFileSync(executable);
  const sentinel = image.indexOf(SENTINEL);
  if (sentinel < 0 || image.includes(SENTINEL, sentinel + 1)) {
    throw new Error(`${executable} has no fuses, or more than one set of them.`);
  }
  const first = sentinel + SENTINEL.length + 2;
  const file = openSync(executable, 'r+');
  for (const [name, on] of Object.entries(wanted)) {
    writeSync(file, on ? '1' : '0', first + FUSES[name]);
  }
  closeSync(file);
}
