import { resolve } from 'node:path';

export interface Desktop {
  readonly environment: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
}

/** A display and a session bus of its own. */
export async function startDesktop(): Promise<Desktop> {
  // Beside the bundled benchmark there is no such module: it is loaded from where the tests have it.
  const { setup } = (await import(resolve('build/config/private-desktop.mjs'))) as {
    readonly setup: (project: {
      readonly provide: (name: string, value: Record<string, string>) => void;
    }) => Promise<() => Promise<void>>;
  };
  let environment: Record<string, string> = {};
  const stop = await setup({ provide: (_name, value) => (environment = value) });
  return { environment, stop };
}
