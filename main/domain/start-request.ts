/** What a start of the application is for: the tray alone, the window, or one of the actions of its desktop entry. */
export type StartRequest = 'hide' | 'open' | 'browse' | 'back-up';

const OPTIONS: Readonly<Record<string, StartRequest>> = {
  '--hidden': 'hide',
  '--browse': 'browse',
  '--back-up': 'back-up',
};

/** @param args of this start, or of a second one while the application runs; Chromium's own options may be among them */
export function startRequest(args: readonly string[]): StartRequest {
  const [first = 'open'] = args.flatMap((arg) => OPTIONS[arg] ?? []);
  return first;
}
