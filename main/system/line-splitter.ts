/** Cuts a stream of bytes into lines at `\n` and `\r`; empty lines are left out. One byte becomes one character. */
export function lineSplitter(onLine: (line: string) => void): {
  readonly push: (chunk: Buffer) => void;
  readonly end: () => void;
} {
  let rest = '';
  return {
    push: (chunk) => {
      const lines = (rest + chunk.toString('latin1')).split(/[\r\n]/);
      rest = lines.pop() ?? '';
      for (const line of lines) if (line !== '') onLine(line);
    },
    end: () => {
      if (rest !== '') onLine(rest);
      rest = '';
    },
  };
}
