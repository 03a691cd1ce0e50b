/** What the program consists of and runs on. */
export interface AboutView {
  /** Of this program. */
  readonly version: string;
  readonly runtime: Runtime;
  /** What is shipped with it, this program first. */
  readonly licences: readonly Licence[];
}

/** Versions of what executes the program. */
export interface Runtime {
  readonly electron: string;
  readonly chromium: string;
  readonly node: string;
  /** Where it comes from when it is not the official one, which makes this a program for tests only; null: it is official. */
  readonly substitute: string | null;
}

export interface Licence {
  readonly name: string;
  readonly version: string;
  /** In short, such as `MIT`. */
  readonly licence: string;
  /** In full; empty: it comes as a file of its own. */
  readonly text: string;
}
