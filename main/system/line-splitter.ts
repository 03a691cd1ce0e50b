import { StringDecoder } from 'node:string_decoder';

/**
 * Cuts a stream of bytes into lines at `\n` and `\r`; empty lines are left out.
 *
 * @param encoding `latin1`: one byte becomes one character, whatever it is
 */
export function lineSplitter(
  onLine: (line: string) => void,
  encoding: 'latin1' | 'utf8' = 'latin1',
): {
  readonly push: (chunk: Buffer) => void;
  readonly end: () => void;
} {
  const decoder = new StringDecoder(encoding);
  let rest = '';
  return {
    push: (chunk) => {
      // Only what is new is looked through: a line may be of many megabytes.
      const [first = '', ...more] = decoder.write(chunk).split(/[\r\n]/);
      const lines = [rest + first, ...more];
      rest = lines.pop() ?? '';
      for (const line of lines) if (line !== '') onLine(line);
    },
    end: () => {
      rest += decoder.end();
      if (rest !== '') onLine(rest);
      rest = '';
    },
  };
}
