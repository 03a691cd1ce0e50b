import { PassThrough } from 'node:stream';

export interface MemoryTerminal {
  readonly output: NodeJS.WriteStream;
  readonly text: () => string;
}

/** Takes what is written, and passes for a terminal where it is said to be one. */
export function memoryTerminal({ isTTY = false, columns = 80 } = {}): MemoryTerminal {
  const stream = Object.assign(new PassThrough(), { isTTY, columns });
  const chunks: string[] = [];
  stream.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  // Of a terminal, reporters use the size alone.
  const output = stream as unknown as NodeJS.WriteStream;
  return { output, text: () => chunks.join('') };
}
