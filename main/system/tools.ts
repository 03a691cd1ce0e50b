import type { IoniceClass } from '../shared/ionice-class.js';
import { runCommand, type CommandOptions, type CommandResult } from './run-command.js';

/** Runs the programs of one run. They share the run's descriptors: the destination's lock lives as long as any of them. */
export interface Tools {
  run(program: string, args: readonly string[], options?: CommandOptions): Promise<CommandResult>;
  /** For what moves much data: rsync, cp and rm run under ionice where the user asked for that. */
  runHeavy(
    program: string,
    args: readonly string[],
    options?: CommandOptions,
  ): Promise<CommandResult>;
  /** From now on every program inherits `descriptor`, until the returned function is called. */
  hold(descriptor: number): () => void;
}

/** Where a store's programs run: here, or at the other end of a connection. */
export type Machine = Pick<Tools, 'run' | 'runHeavy'>;

export function createTools(ionice: IoniceClass | null): Tools {
  const held = new Set<number>();
  const run: Tools['run'] = (program, args, options = {}) =>
    runCommand(program, args, { ...options, descriptors: [...held] });
  return {
    run,
    runHeavy: (program, args, options) =>
      ionice === null
        ? run(program, args, options)
        : run('ionice', ['--class', ionice, program, ...args], options),
    hold: (descriptor) => {
      held.add(descriptor);
      return () => held.delete(descriptor);
    },
  };
}
