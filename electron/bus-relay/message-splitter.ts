import { BEGINNING, lengthOfMessage } from './bus-message.js';

/**
 * Cuts what comes from one side of a message bus into whole messages.
 *
 * @returns takes the next bytes; throws when they are no messages
 */
export function messageSplitter(onMessage: (message: Buffer) => void): (chunk: Buffer) => void {
  let chunks: Buffer[] = [];
  let size = 0;
  let wanted = BEGINNING;
  let isBegun = false;
  return (chunk) => {
    chunks.push(chunk);
    size += chunk.length;
    // Put together only when something is complete: a message may come in thousands of pieces.
    while (size >= wanted) {
      const all = Buffer.concat(chunks);
      const message = isBegun ? all.subarray(0, wanted) : null;
      const rest = message === null ? all : all.subarray(wanted);
      wanted = message === null ? lengthOfMessage(all) : BEGINNING;
      isBegun = message === null;
      chunks = [rest];
      size = rest.length;
      if (message !== null) onMessage(message);
    }
  };
}
